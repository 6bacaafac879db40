//! One input as several files: each begins with a line `=== PATH`.

/// What begins a file.
const MARK: &str = "=== ";

/// How many files an input may have.
const MOST: usize = 24;

/// The files of an input, each with its path; what stands before the first mark is left out. The
/// last of several with one path counts, as on a disk.
pub fn files(input: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        match marked(line) {
            Some(path) if files.len() < MOST => files.push((path, Vec::new())),
            Some(_) => break,
            None => {
                if let Some((_, text)) = files.last_mut() {
                    text.extend_from_slice(line);
                }
            }
        }
    }
    files
}

/// A path below the site's folder, if the line is a mark that names one.
fn marked(line: &[u8]) -> Option<String> {
    let path = std::str::from_utf8(line).ok()?.strip_prefix(MARK)?;
    let path = path.trim_end();
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let plain = path.len() < 200 && !path.contains('\0') && path.split('/').all(is_plain);
    plain.then(|| path.to_owned())
}
