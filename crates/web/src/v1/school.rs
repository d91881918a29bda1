//! The declaration of a school as the API takes and shows it.

use std::collections::BTreeMap;

use rentree_core::establishment::{Foreign, Settings};
use rentree_core::invitation::{Channel, Invitations, Text};
use rentree_core::sensitive::Sensitive;
use rentree_core::{Country, DateOrder, Department, ForeignPhones, Language, Level, School, Target};
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::options::StrategyView;

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchoolDocument {
    #[schema(min_length = 1, max_length = 100, pattern = "^[a-z0-9-]+$")]
    slug: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    country: CountryView,
    #[serde(default)]
    language: LanguageView,
    /// As the time zone database names it: `Africa/Douala`.
    #[serde(default = "time_zone")]
    #[schema(max_length = 100)]
    time_zone: String,
    #[schema(pattern = "^[0-9]{4}-[0-9]{4}$")]
    school_year: String,
    #[serde(default)]
    #[schema(maximum = 100)]
    min_age_years: Option<u8>,
    #[serde(default)]
    foreign_phones: ForeignPhonesView,
    #[serde(default)]
    date_order: DateOrderView,
    #[serde(default)]
    #[schema(max_items = 500)]
    levels: Vec<LevelView>,
    #[serde(default)]
    #[schema(max_items = 500)]
    departments: Vec<DepartmentView>,
    #[serde(default)]
    settings: SettingsView,
}

fn time_zone() -> String {
    "Africa/Douala".to_owned()
}

macro_rules! words {
    ($view:ident = $core:ident { $($name:ident = $word:literal),+ $(,)? }) => {
        #[derive(Debug, Clone, Copy, Serialize, Deserialize)]
        pub(crate) enum $view { $(#[serde(rename = $word)] $name),+ }

        // The derive sees no word that comes through a macro.
        impl PartialSchema for $view {
            fn schema() -> RefOr<Schema> {
                let words = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some([$($word),+]));
                words.build().into()
            }
        }

        impl ToSchema for $view {}

        impl From<$core> for $view {
            fn from(value: $core) -> Self {
                match value { $($core::$name => Self::$name),+ }
            }
        }

        impl From<$view> for $core {
            fn from(value: $view) -> Self {
                match value { $($view::$name => Self::$name),+ }
            }
        }
    };
}

words!(CountryView = Country { CM = "CM", CF = "CF", TD = "TD", CG = "CG", GQ = "GQ", GA = "GA" });
words!(LanguageView = Language { Fr = "fr", En = "en", Es = "es" });
words!(DateOrderView = DateOrder { DayFirst = "DMY", MonthFirst = "MDY" });
words!(ChannelView = Channel { Email = "email", Sms = "sms" });
words!(ForeignView = Foreign { Accept = "accept", Refuse = "refuse" });

impl Default for LanguageView {
    fn default() -> Self {
        Language::default().into()
    }
}

impl Default for DateOrderView {
    fn default() -> Self {
        DateOrder::default().into()
    }
}

/// What becomes of a valid number from outside the CEMAC.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ForeignPhonesView {
    student: ForeignView,
    parent: ForeignView,
}

impl Default for ForeignPhonesView {
    fn default() -> Self {
        ForeignPhones::default().into()
    }
}

impl From<ForeignPhones> for ForeignPhonesView {
    fn from(phones: ForeignPhones) -> Self {
        Self { student: phones.student.into(), parent: phones.parent.into() }
    }
}

impl From<ForeignPhonesView> for ForeignPhones {
    fn from(phones: ForeignPhonesView) -> Self {
        Self { student: phones.student.into(), parent: phones.parent.into() }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelView {
    #[schema(min_length = 1, max_length = 50)]
    code: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Other spellings.
    #[serde(default)]
    #[schema(max_items = 100)]
    aliases: Vec<String>,
    /// Codes of the departments that exist at this level; empty means none do.
    #[serde(default)]
    #[schema(max_items = 500)]
    departments: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DepartmentView {
    #[schema(min_length = 1, max_length = 50)]
    code: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Other spellings.
    #[serde(default)]
    #[schema(max_items = 100)]
    aliases: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettingsView {
    /// Days that files, staged rows and changes are kept after a batch has ended.
    #[schema(minimum = 0, maximum = 3650)]
    retention_days: u16,
    /// Share of students, in percent, whose update holds a batch for approval.
    #[schema(maximum = 100)]
    max_updated_percent: u8,
    #[schema(maximum = 100)]
    max_deactivated_percent: u8,
    /// Whoever sent a list does not approve it.
    second_person: bool,
    /// Fields that every row must have, besides a name and one strong identifier.
    #[schema(value_type = Vec<String>, max_items = 22)]
    required: Vec<Target>,
    /// A regular form of the school's matricules: `9` digit, `A` letter, `*` either, the rest as it is.
    #[schema(max_length = 50)]
    matricule_form: Option<String>,
    /// What a list does with a student whom the school has already, unless the list says otherwise.
    duplicate_strategy: StrategyView,
    /// Whether siblings who share a phone are kept apart, unless the list says otherwise.
    identity_guard: bool,
    /// Sensitive columns that the school keeps, each with its reason. Without one they are not even staged.
    sensitive: SensitiveView,
    invitations: InvitationsView,
}

/// The school's reason for each kind of sensitive column that it keeps. The trail says when this changes.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SensitiveView {
    #[schema(min_length = 1, max_length = 500)]
    religion: Option<String>,
    #[schema(min_length = 1, max_length = 500)]
    ethnic_origin: Option<String>,
    #[schema(min_length = 1, max_length = 500)]
    regional_origin: Option<String>,
    #[schema(min_length = 1, max_length = 500)]
    language_group: Option<String>,
    /// Allergies and illnesses too.
    #[schema(min_length = 1, max_length = 500)]
    health: Option<String>,
    #[schema(min_length = 1, max_length = 500)]
    blood_group: Option<String>,
    #[schema(min_length = 1, max_length = 500)]
    disability: Option<String>,
}

impl SensitiveView {
    fn of(mut reasons: BTreeMap<Sensitive, String>) -> Self {
        let mut take = |kind| reasons.remove(&kind);
        Self {
            religion: take(Sensitive::Religion),
            ethnic_origin: take(Sensitive::EthnicOrigin),
            regional_origin: take(Sensitive::RegionalOrigin),
            language_group: take(Sensitive::LanguageGroup),
            health: take(Sensitive::Health),
            blood_group: take(Sensitive::BloodGroup),
            disability: take(Sensitive::Disability),
        }
    }

    fn reasons(self) -> BTreeMap<Sensitive, String> {
        let all = [
            (Sensitive::Religion, self.religion),
            (Sensitive::EthnicOrigin, self.ethnic_origin),
            (Sensitive::RegionalOrigin, self.regional_origin),
            (Sensitive::LanguageGroup, self.language_group),
            (Sensitive::Health, self.health),
            (Sensitive::BloodGroup, self.blood_group),
            (Sensitive::Disability, self.disability),
        ];
        all.into_iter().filter_map(|(kind, reason)| Some((kind, reason?))).collect()
    }
}

/// Whether and how new students are invited to choose a password.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct InvitationsView {
    email: bool,
    sms: bool,
    /// Also by a phone or an address that others share: whoever reads it there can set the password.
    shared_contacts: bool,
    /// How long an invitation is good.
    #[schema(minimum = 1, maximum = 90)]
    days: u16,
    /// Texts of the school's own, in place of the usual ones.
    #[schema(max_items = 6)]
    texts: Vec<InvitationTextView>,
}

/// `{name}`, `{school}`, `{link}` and `{until}` are filled in; `{link}` must be there.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvitationTextView {
    channel: ChannelView,
    language: LanguageView,
    /// Of an e-mail.
    #[serde(default)]
    #[schema(max_length = 150)]
    subject: String,
    #[schema(max_length = 5000)]
    body: String,
}

impl Default for InvitationsView {
    fn default() -> Self {
        Invitations::default().into()
    }
}

impl From<Invitations> for InvitationsView {
    fn from(invitations: Invitations) -> Self {
        Self {
            email: invitations.email,
            sms: invitations.sms,
            shared_contacts: invitations.shared_contacts,
            days: invitations.days,
            texts: invitations.texts.into_iter().map(InvitationTextView::from).collect(),
        }
    }
}

impl From<InvitationsView> for Invitations {
    fn from(invitations: InvitationsView) -> Self {
        Self {
            email: invitations.email,
            sms: invitations.sms,
            shared_contacts: invitations.shared_contacts,
            days: invitations.days,
            texts: invitations.texts.into_iter().map(Text::from).collect(),
        }
    }
}

impl From<Text> for InvitationTextView {
    fn from(text: Text) -> Self {
        Self { channel: text.channel.into(), language: text.language.into(), subject: text.subject, body: text.body }
    }
}

impl From<InvitationTextView> for Text {
    fn from(text: InvitationTextView) -> Self {
        Self { channel: text.channel.into(), language: text.language.into(), subject: text.subject, body: text.body }
    }
}

impl Default for SettingsView {
    fn default() -> Self {
        Settings::default().into()
    }
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        Self {
            retention_days: settings.retention_days,
            max_updated_percent: settings.max_updated_percent,
            max_deactivated_percent: settings.max_deactivated_percent,
            second_person: settings.second_person,
            required: settings.required,
            matricule_form: settings.matricule_form,
            duplicate_strategy: settings.duplicate_strategy.into(),
            identity_guard: settings.identity_guard,
            sensitive: SensitiveView::of(settings.sensitive),
            invitations: settings.invitations.into(),
        }
    }
}

impl From<SettingsView> for Settings {
    fn from(settings: SettingsView) -> Self {
        Self {
            retention_days: settings.retention_days,
            max_updated_percent: settings.max_updated_percent,
            max_deactivated_percent: settings.max_deactivated_percent,
            second_person: settings.second_person,
            required: settings.required,
            matricule_form: settings.matricule_form,
            duplicate_strategy: settings.duplicate_strategy.into(),
            identity_guard: settings.identity_guard,
            sensitive: settings.sensitive.reasons(),
            invitations: settings.invitations.into(),
        }
    }
}

impl From<School> for SchoolDocument {
    fn from(school: School) -> Self {
        let level = |level: Level| LevelView {
            code: level.code,
            name: level.name,
            aliases: level.aliases,
            departments: level.departments,
        };
        let department = |one: Department| DepartmentView { code: one.code, name: one.name, aliases: one.aliases };
        Self {
            slug: school.slug,
            name: school.name,
            country: school.country.into(),
            language: school.language.into(),
            time_zone: school.time_zone,
            school_year: school.school_year,
            min_age_years: school.min_age_years,
            foreign_phones: school.foreign_phones.into(),
            date_order: school.date_order.into(),
            levels: school.levels.into_iter().map(level).collect(),
            departments: school.departments.into_iter().map(department).collect(),
            settings: school.settings.into(),
        }
    }
}

impl From<SchoolDocument> for School {
    fn from(school: SchoolDocument) -> Self {
        let level = |level: LevelView| Level {
            code: level.code,
            name: level.name,
            aliases: level.aliases,
            departments: level.departments,
        };
        let department = |one: DepartmentView| Department { code: one.code, name: one.name, aliases: one.aliases };
        Self {
            slug: school.slug,
            name: school.name,
            country: school.country.into(),
            language: school.language.into(),
            time_zone: school.time_zone,
            school_year: school.school_year,
            min_age_years: school.min_age_years,
            foreign_phones: school.foreign_phones.into(),
            date_order: school.date_order.into(),
            levels: school.levels.into_iter().map(level).collect(),
            departments: school.departments.into_iter().map(department).collect(),
            settings: school.settings.into(),
        }
    }
}
