//! The closed vocabularies of the model: stances, bases, roles, kinds and grades.
//!
//! Each is an enum whose names in files are kebab-case; the tables here are the only place that spells them.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A word that is not in a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{word}`")]
pub struct UnknownWord {
    /// Which vocabulary was asked.
    pub what: &'static str,
    /// The word as written.
    pub word: String,
    /// The words that it knows.
    pub known: &'static [&'static str],
}

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word used in files and output.
            pub const fn word(self) -> &'static str {
                Self::WORDS[self as usize]
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match Self::WORDS.iter().position(|&known| known == word) {
                    Some(at) => Ok(Self::ALL[at]),
                    None => Err(UnknownWord { what: $what, word: word.to_owned(), known: Self::WORDS }),
                }
            }
        }
    };
}

vocabulary! {
    /// One actor's attitude to a claim or to another statement.
    Stance, "stance" {
        /// Says that the claim holds.
        Asserts = "asserts",
        /// Says so as a confirmation of somebody else's statement.
        Corroborates = "corroborates",
        /// Passes the claim on, attributed, without endorsing it.
        Relays = "relays",
        /// Could not verify, asks, doubts: neither support nor denial.
        Questions = "questions",
        /// Says that the claim does not hold; of a statement: undercuts it.
        Disputes = "disputes",
        /// Takes back the same actor's earlier statement.
        Retracts = "retracts",
        /// Was asked or named and says nothing.
        Silent = "silent",
        /// Was asked and refuses to answer.
        Declines = "declines",
    }
}

impl Stance {
    /// Whether the stance supports its claim.
    pub const fn supports(self) -> bool {
        matches!(
            self,
            Stance::Asserts | Stance::Corroborates | Stance::Relays
        )
    }

    /// Whether a citation of a statement with this stance can carry anything at all.
    pub const fn carries(self) -> bool {
        self.supports() || matches!(self, Stance::Disputes)
    }
}

vocabulary! {
    /// How the speaker knows.
    Basis, "basis" {
        /// Saw or heard it.
        Witnessed = "witnessed",
        /// Did it, or its side did.
        OwnAct = "own-act",
        /// An artefact or document shows it.
        Documented = "documented",
        /// Concluded it from what is cited.
        Inferred = "inferred",
        /// Heard it from somebody.
        Told = "told",
        /// Said it in custody: the custodian answers for it.
        Custody = "custody",
    }
}

vocabulary! {
    /// A typed tie from an actor to the one it answers to (or, for `aligned-with`, both ways).
    Role, "role" {
        /// Speaks for it.
        SpokespersonOf = "spokesperson-of",
        /// Is an organ of it.
        OrganOf = "organ-of",
        /// Is part or a member of it.
        PartOf = "part-of",
        /// Is controlled by it.
        ControlledBy = "controlled-by",
        /// Works for it.
        EmployedBy = "employed-by",
        /// Is paid by it; carries no voice.
        FundedBy = "funded-by",
        /// Takes its side; joins both ways.
        AlignedWith = "aligned-with",
        /// Is held by it; names a custodian, carries no voice.
        InCustodyOf = "in-custody-of",
    }
}

vocabulary! {
    /// What sort of actor it is. Only `unnamed` changes any number.
    ActorKind, "actor kind" {
        /// One named human.
        Person = "person",
        /// Any organisation.
        Organization = "organization",
        /// A news outlet, publisher or channel.
        Outlet = "outlet",
        /// A government or de-facto authority.
        Government = "government",
        /// A ministry, service or other body of a government.
        Agency = "agency",
        /// An armed group.
        ArmedGroup = "armed-group",
        /// A platform on which others speak.
        Platform = "platform",
        /// A loose collective: users, residents, supporters.
        Community = "community",
        /// A source whose identity is not known to the reader.
        Unnamed = "unnamed",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// What sort of proposition it is.
    ClaimKind, "claim kind" {
        /// How the world is: the default.
        Fact = "fact",
        /// That somebody said something.
        Utterance = "utterance",
        /// What an artefact shows.
        Observation = "observation",
        /// The author's own inference.
        Judgement = "judgement",
        /// About the future.
        Forecast = "forecast",
    }
}

vocabulary! {
    /// What sort of artefact it is.
    EvidenceKind, "evidence kind" {
        /// A still picture.
        Photo = "photo",
        /// A moving picture.
        Video = "video",
        /// A sound recording.
        Audio = "audio",
        /// A text: letter, order, leaked file.
        Document = "document",
        /// Satellite imagery.
        Satellite = "satellite",
        /// A physical thing.
        Object = "object",
        /// A post on a platform.
        Post = "post",
        /// A table or data file.
        Dataset = "dataset",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// The seven likelihood bands of ICD 203, from least to most likely.
    Certainty, "certainty" {
        /// 1–5 %.
        AlmostNoChance = "almost-no-chance",
        /// 5–20 %.
        VeryUnlikely = "very-unlikely",
        /// 20–45 %.
        Unlikely = "unlikely",
        /// 45–55 %.
        RoughlyEven = "roughly-even",
        /// 55–80 %.
        Likely = "likely",
        /// 80–95 %.
        VeryLikely = "very-likely",
        /// 95–99 %.
        AlmostCertain = "almost-certain",
    }
}

vocabulary! {
    /// Admiralty reliability of a source.
    Reliability, "reliability" {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for &stance in Stance::ALL {
            assert_eq!(stance.word().parse(), Ok(stance));
        }
        for &role in Role::ALL {
            assert_eq!(role.word().parse(), Ok(role));
        }
        assert_eq!(
            "denies".parse::<Stance>().unwrap_err().to_string(),
            "unknown stance `denies`"
        );
    }
}
