import Domain
import Phrases

/// What the filter language can ask of a row. Each list answers some of these.
enum FilterField: String, CaseIterable, Hashable, Sendable {
    case building = "bld"
    case floor = "fl"
    case beds
    case room
    case person = "name"
    case remaining = "rem"
    case days, load, use
    case balance = "bal"
    case amount, age, tries
    case state, order
    case differences = "case"
    case bus, note
    case number = "no"
    case title, kind
    case maker = "by"

    /// How its value is written.
    enum Kind: Hashable, Sendable {
        /// The whole text, such as a building.
        case exactly
        /// A part of the text.
        case part
        /// A number with so many places after the point; the example stands in complaints.
        case figure(decimals: Int, example: String)
        /// A time, in seconds or with `m`, `h` or `d` behind it.
        case duration
        /// One of the words that the list knows.
        case word
    }

    var kind: Kind {
        switch self {
        case .building: .exactly
        case .room, .person, .bus, .note, .number, .title, .maker: .part
        case .floor: .figure(decimals: 0, example: phrase("4 or 3-5"))
        case .beds, .tries: .figure(decimals: 0, example: "4")
        case .days: .figure(decimals: 1, example: "2")
        case .remaining, .load, .use, .balance, .amount: .figure(decimals: 2, example: "10")
        case .age: .duration
        case .state, .order, .differences, .kind: .word
        }
    }

    /// What it means, for the help of the prompt.
    var meaning: String {
        switch self {
        case .building: phrase("building")
        case .floor: phrase("floor")
        case .beds: phrase("beds")
        case .room: phrase("part of the room's name")
        case .person: phrase("part of the name of somebody who lives there")
        case .remaining: phrase("kWh left")
        case .days: phrase("days left at the mean use of seven days")
        case .load: phrase("kW now")
        case .use: phrase("kWh a day, mean of seven days")
        case .balance: phrase("left in the books")
        case .amount: phrase("amount")
        case .age: phrase("how long ago: 90, 10m, 2h, 3d")
        case .tries: phrase("how often it was sent")
        case .state: phrase("state")
        case .order: phrase("order under way")
        case .differences: phrase("case")
        case .bus: phrase("part of the bus")
        case .note: phrase("part of the note")
        case .number: phrase("part of the number")
        case .title: phrase("part of the heading")
        case .kind: phrase("kind of paper")
        case .maker: phrase("who made it")
        }
    }
}

/// What the rows of a list can be asked: its fields, the words that some of them take, and where a bare word is looked for.
struct FilterVocabulary: Hashable, Sendable {
    /// The fields, in the order in which they are offered.
    let fields: [FilterField]
    /// The words of the fields that take words; a row answers with a bit for each.
    let words: [FilterField: [String]]
    /// Where a word without a field is looked for.
    let bare: [FilterField]

    /// What can be typed, as complaints and the prompt list it: `bld: fl: rem< days<`.
    var list: String {
        fields.map { field in
            switch field.kind {
            case .figure where field != .floor: field.rawValue + "<"
            case .duration: field.rawValue + ">"
            default: field.rawValue + ":"
            }
        }.joined(separator: " ")
    }

    /// The rooms.
    static let rooms = FilterVocabulary(
        fields: [.building, .floor, .remaining, .days, .state, .person, .room, .order, .load, .use, .age, .balance, .beds],
        words: [
            .state: ["on", "low", "verylow", "cut", "nodata", "nometer"],
            .order: ["any", "none", "queued", "sent", "unconf", "dispute"],
        ], bare: [.room, .person])

    /// Orders to meters.
    static let orders = FilterVocabulary(
        fields: [.state, .building, .floor, .room, .person, .amount, .age, .tries, .note],
        words: [.state: ["open", "queued", "sent", "unconf", "dispute", "meter", "refused", "expired", "withdrawn"]],
        bare: [.room, .person, .note])

    /// Books, meters and orders side by side.
    static let reconcile = FilterVocabulary(
        fields: [.building, .floor, .room, .person, .state, .differences],
        words: [.state: ["equal", "explained", "unexplained", "unknown", "books"], .differences: ["any", "none", "mine", "nobody"]],
        bare: [.room, .person])

    /// Buses.
    static let buses = FilterVocabulary(
        fields: [.bus, .state, .note], words: [.state: ["up", "down", "silent", "trouble"]], bare: [.bus, .note])

    /// Papers that were given out.
    static let papers = FilterVocabulary(
        fields: [.kind, .number, .title, .maker, .age], words: [.kind: PaperKind.allCases.map(\.rawValue)],
        bare: [.number, .title])

    /// The rooms of a month's free electricity.
    static let subsidy = FilterVocabulary(
        fields: [.state, .building, .floor, .room, .person, .amount], words: [.state: ["given", "nothing", "look"]],
        bare: [.room, .person])
}
