//! Colours, and how they are mixed so that one stands out from another.

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

pub(super) const ORANGE: Rgb = Rgb(0xe6, 0x9f, 0x00);
pub(super) const SKY: Rgb = Rgb(0x56, 0xb4, 0xe9);
pub(super) const GREEN: Rgb = Rgb(0x00, 0x9e, 0x73);
pub(super) const YELLOW: Rgb = Rgb(0xf0, 0xe4, 0x42);
pub(super) const BLUE: Rgb = Rgb(0x00, 0x72, 0xb2);
pub(super) const VERMILLION: Rgb = Rgb(0xd5, 0x5e, 0x00);
pub(super) const PURPLE: Rgb = Rgb(0xcc, 0x79, 0xa7);
pub(super) const BROWN: Rgb = Rgb(0x8a, 0x55, 0x2b);
pub(super) const TEAL: Rgb = Rgb(0x12, 0x80, 0x8c);
pub(super) const VIOLET: Rgb = Rgb(0x6d, 0x4f, 0xb0);
pub(super) const WINE: Rgb = Rgb(0x88, 0x22, 0x55);
pub(super) const MOSS: Rgb = Rgb(0x5d, 0x6b, 0x1f);
pub(super) const GREY: Rgb = Rgb(0x80, 0x86, 0x8c);

impl Rgb {
    /// This colour with `percent` of another mixed in.
    pub(super) const fn mixed(self, other: Rgb, percent: u32) -> Rgb {
        const fn mix(one: u8, other: u8, percent: u32) -> u8 {
            ((one as u32 * (100 - percent) + other as u32 * percent + 50) / 100) as u8
        }
        Rgb(
            mix(self.0, other.0, percent),
            mix(self.1, other.1, percent),
            mix(self.2, other.2, percent),
        )
    }

    /// Relative luminance times 65,025 × 10⁴, with gamma 2 for sRGB: integers are the same on every machine.
    const fn luminance(self) -> u32 {
        2126 * (self.0 as u32 * self.0 as u32)
            + 7152 * (self.1 as u32 * self.1 as u32)
            + 722 * (self.2 as u32 * self.2 as u32)
    }

    /// This colour, moved towards `ink` until it stands out from `ground` by at least `tenths` to ten.
    pub(super) fn readable(self, ground: Rgb, ink: Rgb, tenths: u32) -> Rgb {
        let offset = 65_025 * 500;
        let contrast = |colour: Rgb| {
            let (one, other) = (colour.luminance() + offset, ground.luminance() + offset);
            u64::from(one.max(other)) * 10 / u64::from(one.min(other))
        };
        (0..=20)
            .map(|step| self.mixed(ink, step * 5))
            .find(|&colour| contrast(colour) >= u64::from(tenths))
            .unwrap_or(ink)
    }
}
