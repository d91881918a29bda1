use super::*;

fn told(header: &str) -> String {
    let reading = read(header);
    let grasp = match reading.grasp {
        Grasp::Whole => "",
        Grasp::Mended => " ~",
        Grasp::Partly => " ?",
    };
    match reading.read {
        None => format!("-{grasp}"),
        Some(Read { sense, strength, part }) => {
            let sense = match sense {
                Sense::Field(target) => target.name().to_owned(),
                Sense::Parent { whose, of, second } => {
                    format!("{whose:?} {of:?}{}", if second { " 2" } else { "" })
                }
                other => format!("{other:?}"),
            };
            format!("{sense} {strength}{part}{grasp}")
        }
    }
}

#[test]
#[ignore = "prints where the grammar and the alias tables disagree, for the one who edits them"]
fn print_disagreements() {
    for target in Target::ALL {
        for alias in aliases(target) {
            let told = told(alias);
            if !told.starts_with(target.name()) {
                println!("{target:<22} {alias:<40} {told}");
            }
        }
    }
}
