import Domain
import Operations
import Phrases
import Screens

/// The gap between the books and the meters as `--json` prints it.
struct GapOutput: Encodable {
    let rooms: Int
    let lost: [Lost]
    let taken: [Taken]
    let doubts: [Doubt]

    struct Lost: Encodable {
        let room: String
        let count: Int
        let credit: String
        let unit: String
    }

    struct Taken: Encodable {
        let room: String
        let order: String
    }

    struct Doubt: Encodable {
        let room: String
        let text: String
    }

    init(_ report: GapReport) {
        rooms = report.rooms
        let gaps = report.gaps.sorted { $0.key < $1.key }
        lost = gaps.flatMap { room, gap in
            gap.lost.map { Lost(room: room.text, count: $0.count, credit: "\($0.credit)", unit: $0.credit.unit.spoken) }
        }
        taken = gaps.flatMap { room, gap in gap.taken.map { Taken(room: room.text, order: $0.order.id.text) } }
        doubts = report.doubts.sorted { $0.key < $1.key }.map { Doubt(room: $0.key.text, text: $0.value.words) }
    }

    /// What is printed for people.
    var text: String {
        if lost.isEmpty, taken.isEmpty, doubts.isEmpty { return phrase("Books and meters agree in \(rooms) rooms.") }
        var lines = lost.map { lost in
            let what =
                lost.credit.hasPrefix("-")
                ? phrase("take-back \(lost.count) of \(lost.credit.dropFirst())") : phrase("purchase \(lost.count) of \(lost.credit)")
            return phrase("\(lost.room): \(what) \(lost.unit) is in the meter and not in the books.")
        }
        lines += taken.map { phrase("\($0.room): order \($0.order) is in the meter and stands in line in the books.") }
        lines += doubts.map { "\($0.room): \($0.text)" }
        return lines.joined(separator: "\n")
    }
}

extension Credit {
    /// With its unit, for example `90.90 kWh`.
    fileprivate var withUnit: String { "\(self) \(unit.spoken)" }
}

extension GapDoubt {
    /// Why nothing is written for the room, and what to do.
    var words: String { words(again: phrase("run dormwatt restore --gap")) }

    /// - Parameter again: how it is tried once more.
    func words(again: String) -> String {
        switch self {
        case .silent(let why): phrase("the meter could not be read: \(why). When it answers, \(again).")
        case .behind(let count, let expected):
            phrase("the meter has counted \(count) purchases, the books \(expected). Was the meter changed, or its memory lost?")
        case .otherTotal(let total, let expected):
            phrase("the meter was sold \(total.withUnit) in all, the books say \(expected.withUnit), in as many purchases.")
        case .otherUnit: phrase("the meter keeps its credit in another unit than the books say.")
        case .forgotten(let lacking, let onRecord):
            phrase(
                "the books lack \(lacking) purchases, and the meter has \(onRecord) of them on record. A newer copy may have the others.")
        case .recordsDisagree: phrase("the meter's purchase records do not agree with its total. Look at it on the room's screen.")
        case .takenBack(let credit, let count):
            phrase("\(credit.withUnit) were taken back as purchase \(count), more than the room has bought and not used by the books. ")
                + phrase(
                    "Was use posted, or credit granted, after the copy? A newer copy may have it; else the meter has to be taken over anew by a swap."
                )
        case .otherOrder(let order, let found, let count):
            phrase(
                "order \(order) stands next in line, but purchase \(count) in the meter is \(found.withUnit). If the order was withdrawn after "
            )
                + phrase("the copy, withdraw it again, then \(again).")
        case .disputed(let order): phrase("order \(order) is disputed. Decide it, then \(again).")
        }
    }
}
