//! By what a command that comes again under its id is known for the same.

use parvaneh_core::dossier::Command;
use parvaneh_core::number::normalise;
use sha2::{Digest, Sha256};

use super::request::Request;
use crate::EngineError;

/// The hash of what is asked. The same command may come again in another trace, and with its numbers written
/// otherwise.
pub(super) fn of(request: &Request) -> Result<[u8; 32], EngineError> {
    hashed(&in_plain_numbers(request))
}

/// Whether a hash is of what is asked: also as earlier versions of the program took it, of the numbers as they were
/// written. What was answered then is answered the same now.
pub(super) fn is_of(request: &Request, hash: &[u8; 32]) -> Result<bool, EngineError> {
    for request in [in_plain_numbers(request), request.clone()] {
        if hashed(&request)? == *hash || under_a_former_word(&request)? == Some(*hash) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The request with each number in its one spelling.
fn in_plain_numbers(request: &Request) -> Request {
    let mut command = request.command.clone();
    if let Some(own) = request.command.own_number() {
        command = command.with_own_number(&normalise(own));
    }
    if let Some(call) = request.command.answers_to() {
        command = command.in_answer_to(&normalise(call));
    }
    Request {
        number: normalise(&request.number).into_owned(),
        command,
        ..request.clone()
    }
}

fn hashed(request: &Request) -> Result<[u8; 32], EngineError> {
    Ok(Sha256::digest(body(request)?.as_bytes()).into())
}

/// The hash that a version of the program took which knew the command under a former word; none where
/// the command had none.
fn under_a_former_word(request: &Request) -> Result<Option<[u8; 32]>, EngineError> {
    let name = request.command.name();
    let renamed = Command::renamed();
    let found = renamed
        .iter()
        .find(|(machine, _, today)| name.split_once('.') == Some((machine, today)));
    let Some((machine, former, today)) = found else {
        return Ok(None);
    };
    // No text of the request can hold this: a quotation mark within one is written with a backslash.
    let tags = |word: &str| format!(r#""command":{{"machine":"{machine}","type":"{word}""#);
    let body = body(request)?.replacen(&tags(today), &tags(former), 1);
    Ok(Some(Sha256::digest(body.as_bytes()).into()))
}

fn body(request: &Request) -> Result<String, EngineError> {
    let asked = Request {
        traceparent: None,
        ..request.clone()
    };
    serde_json::to_string(&asked).map_err(EngineError::Encode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(machine_and_type: &str) -> (String, Request) {
        let text = [
            r#"{"id":"00000000-0000-7000-8000-000000000001","number":"17-1","#,
            r#""actor":{"id":"court-9","role":"court"},"command":{"#,
            machine_and_type,
            r#","decision":"judgment 9","reason":"stated","through":null,"renewal_filed_on":null}}"#,
        ]
        .concat();
        // That an officer is national is said, and not hashed.
        let said = text.replace(r#""court"}"#, r#""court","national":true}"#);
        let request = Request::parse(said.as_bytes()).expect("a command");
        (text, request)
    }

    /// Sent as an earlier version knew it, or by its name of today, it is the command that was answered.
    #[test]
    fn a_renamed_command_is_the_same_command() {
        let (then, by_its_former_name) = sent(r#""machine":"licence","type":"correct""#);
        let (now, by_its_name) = sent(r#""machine":"licence","type":"reinstate""#);
        assert_eq!(by_its_former_name.command, by_its_name.command);
        for request in [by_its_former_name, by_its_name] {
            assert_eq!(body(&request).unwrap(), now);
            let hashed_then: [u8; 32] = Sha256::digest(then.as_bytes()).into();
            assert!(is_of(&request, &hashed_then).unwrap());
            assert_ne!(of(&request).unwrap(), hashed_then);
        }
    }

    /// However its number is written it is the same command, and no other dossier's.
    #[test]
    fn a_number_in_another_spelling_is_the_same_command() {
        let (text, request) = sent(r#""machine":"licence","type":"reinstate""#);
        let as_written = |number: &str| Request {
            number: number.to_owned(),
            ..request.clone()
        };
        let same = of(&request).unwrap();
        for number in ["۱۷-۱", " 17\u{2013}1\u{200f}", "١٧-1"] {
            let again = as_written(number);
            assert_eq!(of(&again).unwrap(), same);
            assert!(is_of(&again, &same).unwrap());
            // What was answered before numbers had one spelling.
            let hashed_then = hashed(&again).unwrap();
            assert!(is_of(&again, &hashed_then).unwrap());
        }
        let hashed_then: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        assert_eq!(hashed_then, same);
        assert!(!is_of(&as_written("17-11"), &same).unwrap());
    }
}
