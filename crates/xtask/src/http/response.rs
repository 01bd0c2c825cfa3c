//! Responses of HTTP/1.1.

/// A whole response.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) has_retry_after: bool,
    pub(crate) is_last_of_connection: bool,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Parses what has arrived; `None` if that is not a whole response. The chunks of a chunked body are not
    /// joined.
    pub(crate) fn parse(input: &[u8]) -> Option<Self> {
        let head_end = find(input, b"\r\n\r\n")?;
        let head = std::str::from_utf8(input.get(..head_end)?).ok()?;
        let body = input.get(head_end + 4..)?;
        let (first, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        let status = first.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        let value = |name: &str| {
            let headers = headers.split("\r\n").filter_map(|line| line.split_once(':'));
            let mut values = headers.filter(|(its_name, _)| its_name.eq_ignore_ascii_case(name));
            values.next().map(|(_, value)| value.trim())
        };
        let body = match value("content-length") {
            Some(length) => body.get(..length.parse().ok()?)?,
            None if is(value("transfer-encoding"), "chunked") => body.strip_suffix(b"0\r\n\r\n")?,
            None => &[],
        };
        Some(Self {
            status,
            has_retry_after: value("retry-after").is_some(),
            is_last_of_connection: is(value("connection"), "close"),
            body: body.to_vec(),
        })
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        find(&self.body, text.as_bytes()).is_some()
    }
}

fn is(value: Option<&str>, word: &str) -> bool {
    value.is_some_and(|value| value.eq_ignore_ascii_case(word))
}

/// Where `text` begins in `bytes`.
fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let Some(&first) = text.first() else {
        return Some(0);
    };
    let mut begin = 0;
    loop {
        // Finding one byte is much faster than comparing at each position.
        begin += bytes.get(begin..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(begin..)?.starts_with(text) {
            return Some(begin);
        }
        begin += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Response;

    #[test]
    fn a_response_is_parsed_when_it_is_whole() {
        let text = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\nRetry-After: 3\r\n\r\nbody";
        for length in 0..text.len() {
            assert_eq!(Response::parse(&text[..length]), None);
        }
        let response = Response::parse(text).unwrap();
        assert!(response.contains("body") && response.contains("dy") && !response.contains("bodyy"));
        assert!(response.contains(""));
        assert_eq!((response.status, response.has_retry_after), (429, true));
        assert!(response.contains("body") && !response.contains("head"));
        assert!(!response.is_last_of_connection);
    }

    #[test]
    fn chunked_bodies_end_with_an_empty_chunk() {
        let begin = "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n";
        assert_eq!(Response::parse(begin.as_bytes()), None);
        let response = Response::parse(format!("{begin}0\r\n\r\n").as_bytes()).unwrap();
        assert!(response.contains("ab") && response.is_last_of_connection);
    }
}
