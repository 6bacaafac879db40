-- Run by tests/clients/run in a copy of the arkham site: shows the diagnostics, applies a fix.
-- Ends Neovim with a status that is not 0 if anything is not as expected.

local function fail(message)
  io.stderr:write("neovim: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function wait_for(what, test)
  if not vim.wait(10000, test, 20) then
    fail("no " .. what .. " within 10 seconds")
  end
end

local project, program = os.getenv("CELLBLOCK_PROJECT"), os.getenv("CELLBLOCK")
local cellblock = dofile(project .. "/editors/neovim/cellblock.lua")
cellblock.setup({ cmd = { program, "lsp" } })

-- Opening one file shows what is wrong in every file of the site.
vim.cmd("edit arkham/etc/jail.conf")
local here = vim.api.nvim_get_current_buf()
local function count(name)
  local buffer = vim.fn.bufnr(name)
  return buffer == -1 and 0 or #vim.diagnostic.get(buffer)
end
wait_for("diagnostics in jail.conf", function() return #vim.diagnostic.get(here) == 5 end)
wait_for("diagnostics in loader.conf", function()
  return count(vim.fn.getcwd() .. "/arkham/boot/loader.conf") == 1
end)
wait_for("diagnostics of the gateway", function()
  return count(vim.fn.getcwd() .. "/gateway/etc/rc.local") == 3
end)
for _, diagnostic in ipairs(vim.diagnostic.get(here)) do
  print(string.format("jail.conf:%d: %s", diagnostic.lnum + 1, diagnostic.message:match("[^\n]*")))
end

-- The fix of loader.conf's line is one edit over two files.
vim.cmd("edit arkham/boot/loader.conf")
local loader = vim.api.nvim_get_current_buf()
wait_for("the server at loader.conf", function()
  return next(vim.lsp.buf_get_clients(loader)) ~= nil
end)
wait_for("a diagnostic in loader.conf", function() return #vim.diagnostic.get(loader) == 1 end)
vim.api.nvim_win_set_cursor(0, { vim.diagnostic.get(loader)[1].lnum + 1, 0 })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {}, only = { "quickfix" } }
local answers = vim.lsp.buf_request_sync(loader, "textDocument/codeAction", params, 10000) or {}
local fix
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result or {}) do
    if action.edit and action.isPreferred then
      fix = action
    end
  end
end
if not fix then
  fail("no fix for loader.conf's line")
end
print("action: " .. fix.title)
local client = vim.lsp.get_client_by_id(next(vim.lsp.buf_get_clients(loader)))
vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding or "utf-16")

local function lines(name)
  local buffer = vim.fn.bufnr(vim.fn.getcwd() .. "/" .. name)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
end
if lines("arkham/boot/loader.conf"):find("add_addr_allfibs=", 1, true) then
  fail("the line is still in loader.conf")
end
if not lines("arkham/etc/sysctl.conf"):find("net.add_addr_allfibs=0", 1, true) then
  fail("the line is not in sysctl.conf")
end
vim.cmd("silent wall")
wait_for("end of the diagnostic", function() return #vim.diagnostic.get(loader) == 0 end)
print("the diagnostic is gone")
vim.cmd("qall!")
