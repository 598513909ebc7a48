import Domain
import Operations

/// What rooms are shown: words that must all hold, in one small language.
///
/// `bld:3` `fl:4` or `fl:3-5` · `rem<10` `days<2` `load>1` `age>60` with `<` `<=` `>` `>=` `=` · `state:cut` · `order:any` ·
/// anything else is part of a room's name. Letters count alike in both cases.
struct RoomFilter: Hashable, Sendable {
    /// A word that was not understood.
    struct Complaint: Error, Hashable {
        /// What is wrong and what would be right.
        let message: String
    }

    /// The figures of a room that can be compared.
    enum Figure: String, CaseIterable, Hashable, Sendable {
        case remaining = "rem"
        case days, load, age

        /// Places after the point.
        var decimals: Int { self == .days ? 1 : self == .age ? 0 : 2 }
    }

    enum Comparison: String, CaseIterable, Hashable, Sendable {
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case equal = "="

        func holds(_ left: Int64, _ right: Int64) -> Bool {
            switch self {
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            case .equal: left == right
            }
        }
    }

    enum Word: Hashable, Sendable {
        case building(String)
        case floors(ClosedRange<Int>)
        case figure(Figure, Comparison, Int64)
        case state(String)
        /// nil for any open order.
        case order(OrderState?)
        case noOrder
        case name(String)
    }

    /// The text as it was typed.
    let text: String
    let words: [Word]

    /// Shows everything.
    static let none = RoomFilter()

    private init() { (text, words) = ("", []) }

    /// Reads a filter.
    init(_ text: String) throws(Complaint) {
        var words: [Word] = []
        for word in text.split(separator: " ") { words.append(try Self.word(String(word).lowercased())) }
        self.text = text
        self.words = words
    }

    var isEmpty: Bool { words.isEmpty }

    /// Whether what it shows may change when readings come.
    var followsReadings: Bool {
        words.contains {
            switch $0 {
            case .building, .floors, .name: false
            case .figure, .state, .order, .noOrder: true
            }
        }
    }

    func matches(_ view: RoomView, _ facts: RoomFacts, now: Instant) -> Bool {
        words.allSatisfy { word in
            switch word {
            case .building(let name): view.room.building.lowercased() == name
            case .floors(let floors): floors.contains(view.room.floor)
            case .state(let name): facts.supply.names.contains(name)
            case .order(nil): view.order != nil
            case .order(let state): view.order == state
            case .noOrder: view.order == nil
            case .name(let part): view.id.text.lowercased().contains(part)
            case .figure(let figure, let comparison, let limit):
                figure.value(view, facts, now: now).map { comparison.holds($0, limit) } ?? false
            }
        }
    }

    private static func word(_ text: String) throws(Complaint) -> Word {
        if let colon = text.firstIndex(of: ":") {
            return try keyed(String(text[..<colon]), String(text[text.index(after: colon)...]))
        }
        // The long signs stand first, so that "<=" is not read as "<".
        for comparison in Comparison.allCases {
            guard let sign = text.firstIndex(of: Character(String(comparison.rawValue.prefix(1)))),
                text[sign...].hasPrefix(comparison.rawValue)
            else { continue }
            let name = String(text[..<sign])
            guard let figure = Figure(rawValue: name) else {
                throw Complaint(message: "\"\(name)\" is none of rem days load age")
            }
            let number = String(text[sign...].dropFirst(comparison.rawValue.count))
            let digits = number.hasPrefix("-") ? String(number.dropFirst()) : number
            guard let limit = Decimals.parse(digits, decimals: figure.decimals, limit: 1_000_000_000) else {
                throw Complaint(message: "a number goes here: \(name)\(comparison.rawValue)10")
            }
            return .figure(figure, comparison, number.hasPrefix("-") ? -limit : limit)
        }
        return .name(text)
    }

    private static func keyed(_ key: String, _ value: String) throws(Complaint) -> Word {
        switch key {
        case "bld" where !value.isEmpty: return .building(value)
        case "fl":
            let ends = value.split(separator: "-").map { Int($0) }
            if ends.count == 1, let floor = ends[0] { return .floors(floor...floor) }
            if ends.count == 2, let low = ends[0], let high = ends[1], low <= high { return .floors(low...high) }
            throw Complaint(message: "a floor or two go here: fl:4 or fl:3-5")
        case "state":
            if SupplyState.filterNames.contains(value) { return .state(value) }
            throw Complaint(message: "state: takes " + SupplyState.filterNames.joined(separator: " "))
        case "order":
            if value == "any" { return .order(nil) }
            if value == "none" { return .noOrder }
            if let state = OrderState.allCases.first(where: { $0.isOpen && $0.word.lowercased() == value }) { return .order(state) }
            throw Complaint(message: "order: takes any none queued sent unconf dispute")
        case "bld": throw Complaint(message: "a building goes here: bld:3")
        default: throw Complaint(message: "\"\(key):\" is none of bld: fl: state: order:")
        }
    }
}

extension RoomFilter.Figure {
    fileprivate func value(_ view: RoomView, _ facts: RoomFacts, now: Instant) -> Int64? {
        switch self {
        case .remaining: facts.left?.hundredths
        case .days: facts.daysTenths.map(Int64.init)
        case .load: view.reading?.load.map { $0.watts / 10 }
        case .age: view.reading.map { now.milliseconds(since: $0.at) / 1000 }
        }
    }
}

extension SupplyState {
    /// The words by which a filter knows states; `low` takes the very low in.
    fileprivate static let filterNames = ["on", "low", "verylow", "cut", "nodata", "nometer"]

    fileprivate var names: [String] {
        switch self {
        case .on: ["on"]
        case .low: ["low"]
        case .veryLow: ["low", "verylow"]
        case .cut: ["cut"]
        case .noData: ["nodata"]
        case .noMeter: ["nometer"]
        }
    }
}
