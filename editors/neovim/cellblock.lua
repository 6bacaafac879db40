-- cellblock in Neovim, 0.7 or later. In init.lua:
--
--   dofile("/path/to/cellblock.lua").setup()
--
-- or, with options, `setup({ cmd = { "/usr/local/bin/cellblock", "lsp" } })`.

local M = {}

-- The files that a host is made of. Other files of a site, such as scripts, are known to the
-- server from the disk; they need not be attached to be checked.
M.patterns = {
  "jail.conf", "*/jail.conf.d/*.conf", "jail.*.conf",
  "rc.conf", "rc.conf.local", "rc.local", "*/rc.conf.d/*",
  "loader.conf", "loader.conf.local", "*/loader.conf.d/*.conf",
  "sysctl.conf", "sysctl.conf.local",
  "frr.conf", "*/frr/*.conf",
  "cellblock.toml",
}

-- The site: the folder of cellblock.toml, else the repository, else the host's own root.
function M.root(path)
  local folder = vim.fn.fnamemodify(path, ":p:h")
  local toml = vim.fn.findfile("cellblock.toml", vim.fn.escape(folder, " ,;") .. ";")
  if toml ~= "" then
    return vim.fn.fnamemodify(toml, ":p:h")
  end
  local git = vim.fn.finddir(".git", vim.fn.escape(folder, " ,;") .. ";")
  if git ~= "" then
    return vim.fn.fnamemodify(git, ":p:h:h")
  end
  for _, inside in ipairs({ "/etc", "/boot", "/usr/local/etc/frr" }) do
    local host = folder:match("^(.*)" .. vim.pesc(inside) .. "$")
    if host then
      return host == "" and "/" or host
    end
  end
  return folder
end

local clients = {}

-- Attaches the server of the buffer's site, which is started when it is first needed.
function M.attach(buffer, options)
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  local config = vim.tbl_extend("keep", options or {}, {
    name = "cellblock",
    cmd = { "cellblock", "lsp" },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
  })
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  clients[root] = clients[root] or vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(buffer, clients[root])
  return clients[root]
end

function M.setup(options)
  local group = vim.api.nvim_create_augroup("cellblock", { clear = true })
  vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
    group = group,
    pattern = M.patterns,
    callback = function(event)
      M.attach(event.buf, options)
    end,
  })
end

return M
