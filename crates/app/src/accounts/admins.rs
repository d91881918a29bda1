//! Whoever runs the service. Made on the machine itself, where the first one must come from.

use rentree_core::{AdminId, SessionId};
use rentree_store::Admin;

use super::{account_name, check_email, password};
use crate::app::App;
use crate::error::Error;

impl App {
    /// The id, and the password when none was given: it is shown once.
    pub async fn admin_create(&self, email: &str, given: Option<&str>) -> Result<(AdminId, Option<String>), Error> {
        check_email("email", email)?;
        let email = account_name(email);
        let made = if given.is_none() { Some(password::made(self.ids)?) } else { None };
        let chosen = given.or(made.as_deref()).unwrap_or_default();
        password::check("password", chosen, &email)?;
        let password_hash = Some(self.gate.passwords.hash(chosen, self.ids).await?);
        let id = AdminId(self.ids.next());
        let admin = Admin { id, email, full_name: None, active: true, password_hash };
        let mut system = self.store.system().await?;
        system.admin_insert(&admin, self.clock.now()).await?;
        system.commit().await?;
        Ok((id, made))
    }

    pub async fn admins(&self) -> Result<Vec<Admin>, Error> {
        Ok(self.store.system_read().await?.admins().await?)
    }

    pub(super) async fn write_admin_password(
        &self,
        id: AdminId,
        hash: String,
        except: Option<SessionId>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let mut system = self.store.system().await?;
        let admins = system.admins().await?;
        let mut admin = admins.into_iter().find(|admin| admin.id == id).ok_or(Error::NotSignedIn)?;
        admin.password_hash = Some(hash);
        system.admin_update(&admin, now).await?;
        system.admin_sessions_end(id, except).await?;
        Ok(system.commit().await?)
    }
}
