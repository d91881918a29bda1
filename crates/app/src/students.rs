//! The students of a school, as the faces show them.

use rentree_core::{UserId, Values};

use crate::app::{App, Tenant};
use crate::error::Error;

#[derive(Debug, Clone)]
pub struct StudentView {
    pub id: UserId,
    pub values: Values,
    pub phone_is_own: bool,
    pub active: bool,
    pub extra: Vec<(String, String)>,
}

const PAGE: usize = 1_000;

impl App {
    /// Every student, or the first few, in the order in which they came.
    pub async fn students(
        &self,
        tenant: &Tenant,
        first: Option<u64>,
        mut each: impl FnMut(StudentView) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut left = first.unwrap_or(u64::MAX);
        let mut after = None;
        while left > 0 {
            let limit = PAGE.min(usize::try_from(left).unwrap_or(PAGE));
            let page = self.store.read(tenant.id).await?.students_page(after, limit).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.known.id);
            left -= page.len() as u64;
            for student in page {
                each(StudentView {
                    id: student.known.id,
                    values: student.known.values,
                    phone_is_own: student.known.phone_is_own,
                    active: student.known.active,
                    extra: student.extra,
                })?;
            }
        }
        Ok(())
    }
}
