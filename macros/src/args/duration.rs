//! Durations as the options write them: `"2s"`, `"500ms"`, `"1m30s"`, `"1.5s"`.

/// Why a text is not a duration.
#[derive(Debug, PartialEq)]
pub(super) enum Problem {
    Empty,
    Negative,
    Zero,
    /// A number without a unit.
    NoUnit,
    UnknownUnit(String),
    NoNumber,
    TooLong,
}

/// The nanoseconds of a duration.
pub(super) fn parse(text: &str) -> Result<u64, Problem> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(Problem::Empty);
    }
    if rest.starts_with(['-', '−']) {
        return Err(Problem::Negative);
    }
    let mut total = 0u64;
    while !rest.is_empty() {
        let (number, after) = split(rest, |c| c.is_ascii_digit() || c == '.');
        let (unit, after) = split(after.trim_start(), char::is_alphabetic);
        let nanos = scale(number, factor(number, unit)?)?;
        total = total.checked_add(nanos).ok_or(Problem::TooLong)?;
        rest = after.trim_start();
    }
    if total == 0 { Err(Problem::Zero) } else { Ok(total) }
}

fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

fn factor(number: &str, unit: &str) -> Result<u64, Problem> {
    match unit {
        _ if number.is_empty() => Err(Problem::NoNumber),
        "ns" => Ok(1),
        "us" | "µs" | "μs" => Ok(1_000),
        "ms" => Ok(1_000_000),
        "s" => Ok(1_000_000_000),
        "m" => Ok(60_000_000_000),
        "h" => Ok(3_600_000_000_000),
        "" => Err(Problem::NoUnit),
        other => Err(Problem::UnknownUnit(other.to_owned())),
    }
}

/// Whole and fraction apart, so that no digit is lost in a float. A fraction of a nanosecond is.
fn scale(number: &str, factor: u64) -> Result<u64, Problem> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return Err(Problem::NoNumber);
    }
    let whole: u64 = whole.parse().map_err(|_| Problem::TooLong)?;
    let mut nanos = whole.checked_mul(factor).ok_or(Problem::TooLong)?;
    let mut place = factor;
    let mut part = 0u64;
    for digit in fraction.bytes() {
        // Tenths of tenths: after the last whole nanosecond the rest is cut off.
        part = part.checked_add(u64::from(digit - b'0') * (place / 10)).ok_or(Problem::TooLong)?;
        place /= 10;
    }
    nanos = nanos.checked_add(part).ok_or(Problem::TooLong)?;
    Ok(nanos)
}

#[cfg(test)]
mod tests {
    use super::{Problem, parse};

    #[test]
    fn every_unit() {
        assert_eq!(parse("7ns"), Ok(7));
        assert_eq!(parse("250us"), Ok(250_000));
        assert_eq!(parse("250µs"), Ok(250_000));
        assert_eq!(parse("500ms"), Ok(500_000_000));
        assert_eq!(parse("2s"), Ok(2_000_000_000));
        assert_eq!(parse("1m"), Ok(60_000_000_000));
        assert_eq!(parse("1h"), Ok(3_600_000_000_000));
    }

    #[test]
    fn sums_and_fractions() {
        assert_eq!(parse("1m30s"), Ok(90_000_000_000));
        assert_eq!(parse(" 1m 30s "), Ok(90_000_000_000));
        assert_eq!(parse("1.5s"), Ok(1_500_000_000));
        assert_eq!(parse("0.001ms"), Ok(1_000));
        assert_eq!(parse("1.123456789s"), Ok(1_123_456_789));
        assert_eq!(parse("1.25h"), Ok(4_500_000_000_000));
    }

    #[test]
    fn what_is_no_duration() {
        assert_eq!(parse(""), Err(Problem::Empty));
        assert_eq!(parse("-2s"), Err(Problem::Negative));
        assert_eq!(parse("0s"), Err(Problem::Zero));
        assert_eq!(parse("0.0s"), Err(Problem::Zero));
        assert_eq!(parse("2"), Err(Problem::NoUnit));
        assert_eq!(parse("1m30"), Err(Problem::NoUnit));
        assert_eq!(parse("2 secs"), Err(Problem::UnknownUnit("secs".to_owned())));
        assert_eq!(parse("soon"), Err(Problem::NoNumber));
        assert_eq!(parse("s"), Err(Problem::NoNumber));
        assert_eq!(parse("1..5s"), Err(Problem::NoNumber));
        assert_eq!(parse(".5s"), Err(Problem::NoNumber));
        assert_eq!(parse("2s!"), Err(Problem::NoNumber));
        assert_eq!(parse("1e9s"), Err(Problem::UnknownUnit("e".to_owned())));
        assert_eq!(parse("99999999999h"), Err(Problem::TooLong));
        assert_eq!(parse("99999999999999999999s"), Err(Problem::TooLong));
        assert_eq!(parse("²s"), Err(Problem::NoNumber));
    }
}
