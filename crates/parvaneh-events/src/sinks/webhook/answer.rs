//! What an answer other than 2xx means: try again later, or never.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;

use crate::Stop;

/// The longest pause that a receiver can ask for.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// How much of an answer's first line is kept, in characters.
const FIRST_LINE: usize = 200;

/// Whether the event is tried again: a receiver that is busy or broken may take it later. One that
/// redirects or refuses it will not. `body` is the beginning of the answer.
pub(super) fn stop(status: StatusCode, after: Option<Duration>, body: &[u8]) -> Stop {
    let mut why = format!("the receiver answered {}", status.as_u16());
    if let Some(meaning) = status.canonical_reason() {
        why = format!("{why} {meaning}");
    }
    if status.is_redirection() {
        why.push_str(", and redirections are not followed");
    }
    let reason = first_line(body);
    if !reason.is_empty() {
        why = format!("{why}: {reason}");
    }
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Stop::Later { after, why }
        }
        status if status.is_server_error() => Stop::Later { after, why },
        _ => Stop::Refused { why },
    }
}

/// The pause that `Retry-After` asks for, in seconds or until a date.
pub(super) fn pause(retry_after: &str, now: SystemTime) -> Option<Duration> {
    let pause = match retry_after.trim().parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = httpdate::parse_http_date(retry_after.trim()).ok()?;
            until.duration_since(now).unwrap_or_default()
        }
    };
    Some(pause.min(LONGEST))
}

/// The first line that is not empty, without control characters: a terminal would obey them.
fn first_line(body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    let line = body.lines().map(str::trim).find(|line| !line.is_empty());
    let visible = line.unwrap_or("").chars().filter(|it| !it.is_control());
    visible.take(FIRST_LINE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(status: u16, body: &str) -> String {
        let status = StatusCode::from_u16(status).expect("a status");
        match stop(status, None, body.as_bytes()) {
            Stop::Later { why, .. } => format!("later: {why}"),
            Stop::Refused { why } => format!("refused: {why}"),
            Stop::Gone { why } => format!("gone: {why}"),
        }
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
        let answers = [
            (302, ""),
            (400, "no\u{1b}[31m signature\nmore"),
            (401, "\n\n  who is it?  "),
            (404, ""),
            (408, ""),
            (410, "closed"),
            (425, ""),
            (429, "slowly"),
            (500, ""),
            (503, ""),
            (599, ""),
        ];
        let meanings = answers.map(|(status, body)| meaning(status, body));
        insta::assert_snapshot!(meanings.join("\n"), @r"
        refused: the receiver answered 302 Found, and redirections are not followed
        refused: the receiver answered 400 Bad Request: no[31m signature
        refused: the receiver answered 401 Unauthorized: who is it?
        refused: the receiver answered 404 Not Found
        later: the receiver answered 408 Request Timeout
        refused: the receiver answered 410 Gone: closed
        later: the receiver answered 425 Too Early
        later: the receiver answered 429 Too Many Requests: slowly
        later: the receiver answered 500 Internal Server Error
        later: the receiver answered 503 Service Unavailable
        later: the receiver answered 599
        ");
    }

    #[test]
    fn a_pause_is_a_number_or_a_date_and_an_hour_at_most() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let seconds = |text: &str| pause(text, now).map(|pause| pause.as_secs());
        assert_eq!(seconds("7"), Some(7));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("86400"), Some(3600));
        assert_eq!(seconds("Mon, 12 Jan 1970 13:47:10 GMT"), Some(30));
        assert_eq!(seconds("Mon, 12 Jan 1970 13:00:00 GMT"), Some(0));
        assert_eq!(seconds("Tue, 13 Jan 1970 13:46:40 GMT"), Some(3600));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }

    #[test]
    fn a_long_answer_is_cut() {
        let said = first_line("ه".repeat(1000).as_bytes());
        assert_eq!(said.chars().count(), FIRST_LINE);
    }
}
