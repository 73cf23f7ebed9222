//! Versions of modules: `v1.2.3-pre+meta`, ordered as <https://semver.org> and the go command order them.

use std::cmp::Ordering;

/// Compares two module versions; what is no version (also the empty text) is less than any.
pub fn compare(a: &str, b: &str) -> Ordering {
    match (parse(a), parse(b)) {
        (Some(a), Some(b)) => {
            let numbers = a.numbers.iter().zip(b.numbers).map(|(a, b)| compare_numbers(a, b));
            numbers.fold(Ordering::Equal, Ordering::then).then_with(|| compare_prerelease(a.prerelease, b.prerelease))
        }
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => a.cmp(b),
    }
}

struct Version<'a> {
    numbers: [&'a str; 3],
    prerelease: &'a str,
}

fn parse(text: &str) -> Option<Version<'_>> {
    let text = text.strip_prefix('v')?;
    let text = text.split('+').next()?;
    let (release, prerelease) = text.split_once('-').unwrap_or((text, ""));
    let mut parts = release.split('.');
    // Short forms (`v1`, `v1.2`) count as filled up with zeros.
    let numbers = [parts.next()?, parts.next().unwrap_or("0"), parts.next().unwrap_or("0")];
    let valid = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && numbers.iter().all(|n| valid(n))).then_some(Version { numbers, prerelease })
}

/// Decimal numbers of any length.
fn compare_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn compare_prerelease(a: &str, b: &str) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        // A prerelease is less than its release.
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let (a, b) = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => (a, b),
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let order = match (is_number(a), is_number(b)) {
            (true, true) => compare_numbers(a, b),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn versions_are_ordered() {
        let rising = [
            "",
            "v0.0.0-20200101000000-abcdef012345",
            "v0.0.0-20210101000000-abcdef012345",
            "v0.0.1",
            "v0.9.0",
            "v0.10.0",
            "v1.0.0-alpha",
            "v1.0.0-alpha.1",
            "v1.0.0-alpha.beta",
            "v1.0.0-beta.2",
            "v1.0.0-beta.11",
            "v1.0.0-rc.1",
            "v1.0.0",
            "v2.0.0+incompatible",
            "v10.0.0",
        ];
        for pair in rising.windows(2) {
            assert!(compare(pair[0], pair[1]).is_lt(), "{pair:?}");
            assert!(compare(pair[1], pair[0]).is_gt(), "{pair:?}");
        }
        assert!(compare("v1.2", "v1.2.0").is_eq());
    }
}
