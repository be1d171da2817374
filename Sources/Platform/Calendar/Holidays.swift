internal import Kernel

/// The State Council's notices of 2023 to 2026 (国务院办公厅关于部分节假日安排的通知).
///
/// A later year is imported by an administrator when its notice comes out, late in the year before.
extension HolidayNotice {
    /// Every notice that stands in the program.
    static let builtIn = [year2023, year2024, year2025, year2026]

    /// The notice of 2023.
    private static let year2023 = HolidayNotice(
        year: 2023,
        holidays: [
            Holiday(
                L("元旦", en: "New Year"),
                from: BusinessDay(2022, 12, 31),
                through: BusinessDay(2023, 1, 2),
            ),
            Holiday(
                L("春节", en: "Spring Festival"),
                from: BusinessDay(2023, 1, 21),
                through: BusinessDay(2023, 1, 27),
                makeUpDays: [BusinessDay(2023, 1, 28), BusinessDay(2023, 1, 29)],
            ),
            Holiday(
                L("清明节", en: "Tomb-Sweeping Day"),
                from: BusinessDay(2023, 4, 5),
                through: BusinessDay(2023, 4, 5),
            ),
            Holiday(
                L("劳动节", en: "Labour Day"),
                from: BusinessDay(2023, 4, 29),
                through: BusinessDay(2023, 5, 3),
                makeUpDays: [BusinessDay(2023, 4, 23), BusinessDay(2023, 5, 6)],
            ),
            Holiday(
                L("端午节", en: "Dragon Boat Festival"),
                from: BusinessDay(2023, 6, 22),
                through: BusinessDay(2023, 6, 24),
                makeUpDays: [BusinessDay(2023, 6, 25)],
            ),
            Holiday(
                L("中秋节、国庆节", en: "Mid-Autumn Festival and National Day"),
                from: BusinessDay(2023, 9, 29),
                through: BusinessDay(2023, 10, 6),
                makeUpDays: [BusinessDay(2023, 10, 7), BusinessDay(2023, 10, 8)],
            ),
        ],
    )

    /// The notice of 2024.
    private static let year2024 = HolidayNotice(
        year: 2024,
        holidays: [
            Holiday(
                L("元旦", en: "New Year"),
                from: BusinessDay(2024, 1, 1),
                through: BusinessDay(2024, 1, 1),
            ),
            Holiday(
                L("春节", en: "Spring Festival"),
                from: BusinessDay(2024, 2, 10),
                through: BusinessDay(2024, 2, 17),
                makeUpDays: [BusinessDay(2024, 2, 4), BusinessDay(2024, 2, 18)],
            ),
            Holiday(
                L("清明节", en: "Tomb-Sweeping Day"),
                from: BusinessDay(2024, 4, 4),
                through: BusinessDay(2024, 4, 6),
                makeUpDays: [BusinessDay(2024, 4, 7)],
            ),
            Holiday(
                L("劳动节", en: "Labour Day"),
                from: BusinessDay(2024, 5, 1),
                through: BusinessDay(2024, 5, 5),
                makeUpDays: [BusinessDay(2024, 4, 28), BusinessDay(2024, 5, 11)],
            ),
            Holiday(
                L("端午节", en: "Dragon Boat Festival"),
                from: BusinessDay(2024, 6, 10),
                through: BusinessDay(2024, 6, 10),
            ),
            Holiday(
                L("中秋节", en: "Mid-Autumn Festival"),
                from: BusinessDay(2024, 9, 15),
                through: BusinessDay(2024, 9, 17),
                makeUpDays: [BusinessDay(2024, 9, 14)],
            ),
            Holiday(
                L("国庆节", en: "National Day"),
                from: BusinessDay(2024, 10, 1),
                through: BusinessDay(2024, 10, 7),
                makeUpDays: [BusinessDay(2024, 9, 29), BusinessDay(2024, 10, 12)],
            ),
        ],
    )

    /// The notice of 2025.
    private static let year2025 = HolidayNotice(
        year: 2025,
        holidays: [
            Holiday(
                L("元旦", en: "New Year"),
                from: BusinessDay(2025, 1, 1),
                through: BusinessDay(2025, 1, 1),
            ),
            Holiday(
                L("春节", en: "Spring Festival"),
                from: BusinessDay(2025, 1, 28),
                through: BusinessDay(2025, 2, 4),
                makeUpDays: [BusinessDay(2025, 1, 26), BusinessDay(2025, 2, 8)],
            ),
            Holiday(
                L("清明节", en: "Tomb-Sweeping Day"),
                from: BusinessDay(2025, 4, 4),
                through: BusinessDay(2025, 4, 6),
            ),
            Holiday(
                L("劳动节", en: "Labour Day"),
                from: BusinessDay(2025, 5, 1),
                through: BusinessDay(2025, 5, 5),
                makeUpDays: [BusinessDay(2025, 4, 27)],
            ),
            Holiday(
                L("端午节", en: "Dragon Boat Festival"),
                from: BusinessDay(2025, 5, 31),
                through: BusinessDay(2025, 6, 2),
            ),
            Holiday(
                L("国庆节、中秋节", en: "National Day and Mid-Autumn Festival"),
                from: BusinessDay(2025, 10, 1),
                through: BusinessDay(2025, 10, 8),
                makeUpDays: [BusinessDay(2025, 9, 28), BusinessDay(2025, 10, 11)],
            ),
        ],
    )

    /// The notice of 2026.
    private static let year2026 = HolidayNotice(
        year: 2026,
        holidays: [
            Holiday(
                L("元旦", en: "New Year"),
                from: BusinessDay(2026, 1, 1),
                through: BusinessDay(2026, 1, 3),
                makeUpDays: [BusinessDay(2026, 1, 4)],
            ),
            Holiday(
                L("春节", en: "Spring Festival"),
                from: BusinessDay(2026, 2, 15),
                through: BusinessDay(2026, 2, 23),
                makeUpDays: [BusinessDay(2026, 2, 14), BusinessDay(2026, 2, 28)],
            ),
            Holiday(
                L("清明节", en: "Tomb-Sweeping Day"),
                from: BusinessDay(2026, 4, 4),
                through: BusinessDay(2026, 4, 6),
            ),
            Holiday(
                L("劳动节", en: "Labour Day"),
                from: BusinessDay(2026, 5, 1),
                through: BusinessDay(2026, 5, 5),
                makeUpDays: [BusinessDay(2026, 5, 9)],
            ),
            Holiday(
                L("端午节", en: "Dragon Boat Festival"),
                from: BusinessDay(2026, 6, 19),
                through: BusinessDay(2026, 6, 21),
            ),
            Holiday(
                L("中秋节", en: "Mid-Autumn Festival"),
                from: BusinessDay(2026, 9, 25),
                through: BusinessDay(2026, 9, 27),
            ),
            Holiday(
                L("国庆节", en: "National Day"),
                from: BusinessDay(2026, 10, 1),
                through: BusinessDay(2026, 10, 7),
                makeUpDays: [BusinessDay(2026, 9, 20), BusinessDay(2026, 10, 10)],
            ),
        ],
    )
}
