import Domain
public import Operations
import Phrases

/// A file held against the books, as it is reviewed: residents, or something of the inventory. Nothing has happened yet.
public enum ReviewedFile: Hashable, Sendable {
    /// Residents.
    case roster(RosterFile)
    /// Rooms, meters or concentrators.
    case inventory(ReviewedInventory)

    /// The number of the wish that it answers.
    public var number: Int {
        switch self {
        case .roster(let file): file.number
        case .inventory(let file): file.number
        }
    }

    /// The name of the file without its folders.
    var name: String {
        let path =
            switch self {
            case .roster(let file): file.path
            case .inventory(let file): file.path
            }
        return path.split(separator: "/").last.map(String.init) ?? path
    }

    /// The name of its encoding, where it is not UTF-8.
    var encoding: String? {
        switch self {
        case .roster(let file): file.encoding
        case .inventory(let file): file.encoding
        }
    }

    var problems: [ImportProblem] {
        switch self {
        case .roster(let file): file.review.problems
        case .inventory(let file): file.review.problems
        }
    }

    /// How many lines say what stands already.
    var same: Int {
        switch self {
        case .roster(let file): file.review.same
        case .inventory(let file): file.review.same
        }
    }

    /// Whether nothing would change.
    var changesNothing: Bool {
        switch self {
        case .roster(let file): file.review.change.isEmpty
        case .inventory(let file): file.review.change.isEmpty
        }
    }

    /// How many the change is about, which has to be typed before it is taken.
    var touched: Int {
        switch self {
        case .roster(let file): file.touched
        case .inventory(let file): file.review.new.count + file.review.changed.count
        }
    }

    /// The key that takes it back.
    var undoKey: String { if case .roster = self { "u" } else { "U" } }

    /// Who or what differs in a way, by number, name or address.
    func names(_ kind: RosterKind) -> [String] {
        switch (self, kind) {
        case (_, .problem): []
        case (.roster(let file), .new): file.review.new.map(\.text)
        case (.roster(let file), .changed): file.review.changed.map(\.text)
        case (.roster(let file), .moved): file.review.moved.map(\.resident.text)
        case (.roster(let file), .gone): file.review.gone.map(\.text)
        case (.inventory(let file), .new): file.review.new
        case (.inventory(let file), .changed): file.review.changed
        case (.inventory(let file), .gone): file.review.gone
        case (.inventory(let file), .replaced): file.review.replaced
        case (.roster, .replaced), (.inventory, .moved): []
        }
    }

    func count(_ kind: RosterKind) -> Int {
        switch (self, kind) {
        case (_, .problem): problems.count
        case (.roster(let file), .new): file.review.new.count
        case (.roster(let file), .changed): file.review.changed.count
        case (.roster(let file), .moved): file.review.moved.count
        case (.roster(let file), .gone): file.review.gone.count
        case (.inventory, _): names(kind).count
        case (.roster, .replaced): 0
        }
    }

    /// So many of what it holds, in words.
    func counted(_ count: Int) -> String {
        switch self {
        case .roster: phrase("\(count) residents")
        case .inventory(let file):
            switch file.kind {
            case .concentrators: phrase("\(count) concentrators")
            case .rooms: phrase("\(count) rooms")
            case .meters: phrase("\(count) meters")
            }
        }
    }

    /// What has to be typed before it is taken.
    var question: String {
        switch self {
        case .roster: phrase("type how many residents")
        case .inventory(let file):
            switch file.kind {
            case .concentrators: phrase("type how many concentrators")
            case .rooms: phrase("type how many rooms")
            case .meters: phrase("type how many meters")
            }
        }
    }
}

/// A file of rooms, meters or concentrators held against the inventory, as it is reviewed.
public struct ReviewedInventory: Hashable, Sendable {
    /// The number of the wish that it answers.
    public var number: Int
    /// Where the file lies.
    public var path: String
    /// The name of its encoding, where it is not UTF-8.
    public var encoding: String?
    /// What it holds.
    public var kind: InventoryFile
    /// The difference.
    public var review: InventoryReview
    /// What stands now of that which would change, and what would stand, by name.
    let before: NamedInventory
    let after: NamedInventory

    /// Makes a file, and all that is looked up in it while it is drawn: in the background, because an inventory can be large.
    ///
    /// - Parameter before: what stands now of that which would change.
    public init(number: Int, path: String, encoding: String?, kind: InventoryFile, review: InventoryReview, before: InventoryChange) {
        self.number = number
        self.path = path
        self.encoding = encoding
        self.kind = kind
        self.review = review
        self.before = NamedInventory(before)
        after = NamedInventory(review.change)
    }
}

/// Concentrators, rooms or meters of a file, found by their names, numbers or addresses.
struct NamedInventory: Hashable, Sendable {
    let all: InventoryChange
    /// Where each stands in the list of its kind; a file has one kind.
    private let places: [String: Int]

    init(_ all: InventoryChange) {
        self.all = all
        let names = all.concentrators.map(\.id.text) + all.rooms.map(\.id.text) + all.meters.map(\.id.text)
        places = Dictionary(zip(names, names.indices)) { first, _ in first }
    }

    func concentrator(_ name: String) -> Concentrator? { find(name, in: all.concentrators) { $0.id.text } }
    func room(_ name: String) -> Room? { find(name, in: all.rooms) { $0.id.text } }
    func meter(_ name: String) -> MeterPoint? { find(name, in: all.meters) { $0.id.text } }

    private func find<Item>(_ name: String, in items: [Item], _ text: (Item) -> String) -> Item? {
        guard let place = places[name], items.indices.contains(place), text(items[place]) == name else { return nil }
        return items[place]
    }
}
