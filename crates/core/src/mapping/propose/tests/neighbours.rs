//! Columns that only those beside them make plain. `?` before the meaning: it is asked, never taken without a click.

pub(super) const LISTS: &[(&str, &str)] = &[
    (
        "the class of the latest year is meant",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe 2024-2025 => -class
        Classe 2025-2026 => level_name",
    ),
    (
        "the class of the latest year is meant, in whatever order",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe 25-26 => level_name
        Classe 24-25 => -class",
    ),
    (
        "a lone year counts too",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe en 2024 => -class
        Classe en 2025 => level_name",
    ),
    (
        "a class of a year gives way to a plain one",
        "
        Matricule => matricule
        Nom et prénoms => full_name
        Classe fréquentée en 2024-2025 => -class
        Classe => level_name",
    ),
];
