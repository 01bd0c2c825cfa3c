//! [`Jpeg`]: a picture whose structure was checked.

use std::fmt;

/// Why bytes are not accepted as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JpegError {
    /// The bytes are no JPEG file, or it is not complete.
    #[error("must be a complete JPEG picture")]
    Malformed,
    /// The file is larger than [`Jpeg::MAX_BYTES`].
    #[error("must have at most {} KiB", Jpeg::MAX_BYTES / 1024)]
    TooLarge,
    /// A side is longer than [`Jpeg::MAX_SIDE`].
    #[error("must have at most {} pixels on each side", Jpeg::MAX_SIDE)]
    TooManyPixels,
}

/// A JPEG picture (ITU-T T.81) of a bounded size, without metadata.
///
/// The segments up to the first scan are checked, and the end. What is between is compressed data, which the
/// decoders of browsers check.
#[derive(Clone, PartialEq, Eq)]
pub struct Jpeg(Vec<u8>);

impl fmt::Debug for Jpeg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jpeg({} bytes)", self.0.len())
    }
}

/// Start and end of an image.
const START: [u8; 2] = [0xff, 0xd8];
const END: [u8; 2] = [0xff, 0xd9];

/// What follows the code of a segment.
enum Kind {
    /// The size of the picture.
    Frame,
    /// Compressed data.
    Scan,
    /// Tables, and what decoders need for the colours.
    Kept,
    /// Comments and metadata, such as the place where a photograph was taken.
    Metadata,
}

impl Kind {
    fn of(code: u8) -> Option<Self> {
        match code {
            // Not DHT (c4), JPG (c8) and DAC (cc), which are between the frames.
            0xc4 | 0xcc | 0xdb | 0xdd | 0xe0 | 0xe2 | 0xee => Some(Self::Kept),
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => Some(Self::Frame),
            0xda => Some(Self::Scan),
            0xe1..=0xef | 0xfe => Some(Self::Metadata),
            _ => None,
        }
    }
}

impl Jpeg {
    /// The maximum size, in bytes: that of a request's body.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// The maximum width and height, in pixels. Lists and link previews show at most 1,200 (Open Graph).
    pub const MAX_SIDE: u16 = 1280;

    /// Checks a picture, and removes comments and metadata from it.
    pub fn parse(bytes: &[u8]) -> Result<Self, JpegError> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(JpegError::TooLarge);
        }
        let mut rest = bytes.strip_prefix(&START).ok_or(JpegError::Malformed)?;
        if !rest.ends_with(&END) {
            return Err(JpegError::Malformed);
        }
        let mut picture = START.to_vec();
        let mut has_frame = false;
        loop {
            let (kind, segment, after) = next_segment(rest)?;
            match kind {
                Kind::Frame => {
                    check_size(segment)?;
                    has_frame = true;
                    picture.extend_from_slice(&rest[..rest.len() - after.len()]);
                }
                Kind::Kept => picture.extend_from_slice(&rest[..rest.len() - after.len()]),
                Kind::Metadata => {}
                Kind::Scan if has_frame => {
                    picture.extend_from_slice(rest);
                    return Ok(Self(picture));
                }
                Kind::Scan => return Err(JpegError::Malformed),
            }
            rest = after;
        }
    }

    /// Wraps a picture that a store returned, without checking it.
    #[must_use]
    pub fn from_trusted(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes of the file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of the file.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Splits the first segment off: its kind, its contents after the length, and the rest.
fn next_segment(bytes: &[u8]) -> Result<(Kind, &[u8], &[u8]), JpegError> {
    let [0xff, code, high, low, after @ ..] = bytes else {
        return Err(JpegError::Malformed);
    };
    let kind = Kind::of(*code).ok_or(JpegError::Malformed)?;
    // The length includes its own two bytes.
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let length = length.checked_sub(2).ok_or(JpegError::Malformed)?;
    let (segment, rest) = after.split_at_checked(length).ok_or(JpegError::Malformed)?;
    Ok((kind, segment, rest))
}

/// Checks the size in a frame header: precision, height, width, components.
fn check_size(frame: &[u8]) -> Result<(), JpegError> {
    let [_, h1, h2, w1, w2, ..] = frame else {
        return Err(JpegError::Malformed);
    };
    for side in [[*h1, *h2], [*w1, *w2]] {
        match u16::from_be_bytes(side) {
            0 => return Err(JpegError::Malformed),
            1..=Jpeg::MAX_SIDE => {}
            _ => return Err(JpegError::TooManyPixels),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    fn segment(code: u8, contents: &[u8]) -> Vec<u8> {
        let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
        [&[0xff, code], &length[..], contents].concat()
    }

    fn frame(width: u16, height: u16) -> Vec<u8> {
        let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
        segment(0xc0, &[&[8], &size[..], &[1, 1, 0x11, 0]].concat())
    }

    fn file(segments: &[Vec<u8>]) -> Vec<u8> {
        let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
        [&START[..], &segments.concat(), &scan, &[1, 2, 3], &END].concat()
    }

    #[test]
    fn a_picture_within_the_bounds_is_unchanged() {
        for (width, height) in [(1, 1), (1280, 720), (720, 1280)] {
            let tables = [segment(0xe0, b"JFIF\0"), segment(0xdb, &[0; 65])];
            let bytes = file(&[tables.concat(), frame(width, height), segment(0xc4, &[0; 20])]);
            assert_eq!(Jpeg::parse(&bytes).unwrap().as_bytes(), bytes);
        }
    }

    #[test]
    fn comments_and_metadata_are_removed() {
        let place = segment(0xe1, b"Exif\0\0 48.85, 2.35");
        let comment = segment(0xfe, b"a comment");
        let bytes = file(&[place, frame(640, 360), comment]);
        assert_eq!(Jpeg::parse(&bytes).unwrap().as_bytes(), file(&[frame(640, 360)]));
    }

    #[test]
    fn a_picture_has_a_bounded_size() {
        for (width, height) in [(1281, 1), (1, 1281), (u16::MAX, u16::MAX)] {
            let parsed = Jpeg::parse(&file(&[frame(width, height)]));
            assert_eq!(parsed, Err(JpegError::TooManyPixels));
        }
        let long = file(&[
            frame(640, 360),
            segment(0xdb, &vec![0; 65_000]),
            segment(0xdb, &[0; 999]),
        ]);
        assert_eq!(Jpeg::parse(&long), Err(JpegError::TooLarge));
    }

    #[test]
    fn other_bytes_are_refused() {
        let good = file(&[frame(640, 360)]);
        let without_frame = file(&[]);
        let without_size = file(&[frame(0, 360)]);
        let with_short_frame = file(&[segment(0xc0, &[8])]);
        let with_other_marker = file(&[segment(0x01, &[]), frame(640, 360)]);
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        let page = b"<!doctype html><script>alert(1)</script>".to_vec();
        for bad in [
            Vec::new(),
            START.to_vec(),
            [START, END].concat(),
            without_frame,
            without_size,
            with_short_frame,
            with_other_marker,
            png,
            page,
        ] {
            assert_eq!(Jpeg::parse(&bad), Err(JpegError::Malformed), "{bad:?}");
        }
        for length in 0..good.len() {
            assert!(Jpeg::parse(&good[..length]).is_err(), "{length} bytes");
        }
    }

    quickcheck! {
        fn bytes_that_do_not_start_as_a_picture_are_refused(bytes: Vec<u8>) -> bool {
            bytes.starts_with(&START) || Jpeg::parse(&bytes) == Err(JpegError::Malformed)
        }

        fn parsing_a_parsed_picture_changes_nothing(contents: Vec<u8>, code: u8) -> bool {
            let bytes = file(&[segment(code, &contents), frame(640, 360)]);
            match Jpeg::parse(&bytes) {
                Ok(once) => Jpeg::parse(once.as_bytes()) == Ok(once),
                Err(_) => true,
            }
        }
    }
}
