//! Everything that is wrong with a folder of workflows, so that it can be put right at once.

use super::WorkflowError;

/// What was found so far.
#[derive(Default)]
pub(super) struct Problems(Vec<WorkflowError>);

impl Problems {
    pub(super) fn add(&mut self, error: WorkflowError) {
        self.0.push(error);
    }

    /// What came of one thing; none where that was a problem.
    pub(super) fn take<T>(&mut self, tried: Result<T, WorkflowError>) -> Option<T> {
        self.take_all(tried.map_err(|error| vec![error]))
    }

    /// The same of a thing with which much can be wrong.
    pub(super) fn take_all<T>(&mut self, tried: Result<T, Vec<WorkflowError>>) -> Option<T> {
        match tried {
            Ok(value) => Some(value),
            Err(errors) => {
                self.0.extend(errors);
                None
            }
        }
    }

    /// All of them; `value` where there is none.
    pub(super) fn or<T>(self, value: T) -> Result<T, Vec<WorkflowError>> {
        match self.0.is_empty() {
            true => Ok(value),
            false => Err(self.0),
        }
    }

    /// All of them as one error, in the order of files and lines; none where there is none.
    pub(super) fn into_error(mut self) -> Option<WorkflowError> {
        self.0.sort_by_cached_key(|error| match error {
            WorkflowError::Wrong { file, line, .. } => (file.clone(), *line),
            WorkflowError::Unreadable { file, .. } | WorkflowError::Astray { file, .. } => {
                (file.clone(), 0)
            }
            WorkflowError::Nothing { .. }
            | WorkflowError::NoSuchEdition { .. }
            | WorkflowError::Several { .. } => (String::new(), 0),
        });
        match self.0.len() {
            0 | 1 => self.0.pop(),
            _ => Some(WorkflowError::Several { errors: self.0 }),
        }
    }
}
