//! The file of subjects.

use onair_domain::legacy::Subjects;
use quickcheck::quickcheck;

fn errors(text: &str) -> Vec<String> {
    let errors = Subjects::parse(text).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn lines_are_comma_separated_values() {
    let subjects = Subjects::parse("\u{feff}a,auth0|1\r\n\n\"b,c\",\"d\"\"e\"\nwith space,x").unwrap();
    let get = |id| subjects.get(id).map(|subject| subject.as_str().to_owned());
    assert_eq!(get("a").as_deref(), Some("auth0|1"));
    assert_eq!(get("b,c").as_deref(), Some("d\"e"));
    assert_eq!(get("with space").as_deref(), Some("x"));
    assert_eq!(get("d"), None);
}

#[test]
fn each_wrong_line_is_named() {
    assert_eq!(
        errors("a\nb,x,y\n,x\nc,\nd,has space\ne,guest-1\nf,\u{1}\n\"g,x\ng\"h\",x\n\"g\"h,x"),
        [
            "line 1: expected two fields, the old user id and the subject, separated by a comma",
            "line 2: expected two fields, the old user id and the subject, separated by a comma",
            "line 3: the old user id must not be empty",
            "line 4: the subject must not be empty",
            "line 5: the subject may only contain printable ASCII characters without spaces",
            "line 6: the subject must not start with \"guest-\"",
            "line 7: the subject may only contain printable ASCII characters without spaces",
            "line 8: a field in quotes must end with a quote before the next comma or the end of the line",
            "line 10: a field in quotes must end with a quote before the next comma or the end of the line",
        ]
    );
}

#[test]
fn ids_and_subjects_are_unique() {
    assert_eq!(
        errors("a,x\na,y\nb,x"),
        [
            "line 2: the old user id \"a\" is already on line 1",
            "line 3: the subject \"x\" is already on line 1; two users cannot become one",
        ]
    );
}

quickcheck! {
    fn any_id_can_be_quoted(id: String) -> bool {
        let id: String = id.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
        let line = format!("\"{}\",subject", id.replace('"', "\"\""));
        match Subjects::parse(&line) {
            Ok(subjects) => subjects.get(&id).is_some(),
            Err(_) => id.is_empty(),
        }
    }
}
