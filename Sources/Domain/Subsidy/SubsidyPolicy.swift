import Phrases

/// A rule by which free basic electricity is given every month, as it holds from a month on.
public struct SubsidyPolicy: Hashable, Sendable {
    /// The name that all versions of the rule share, for example `basic`.
    public var name: String
    /// The first month for which it holds; a later version of the same name ends it.
    public var from: Month
    /// The last month for which it holds; nil for no end.
    public var until: Month?
    /// Whom the amount is for.
    public var basis: Basis
    /// The amount of a whole month.
    public var amount: Energy
    /// Amounts of school classes that get another one, for the basis `schoolClass`.
    public var classAmounts: [String: Energy]
    /// Months of the year without a grant, 1 to 12.
    public var pauses: Set<Int>
    /// What is given for a part of a month.
    public var partMonth: PartMonth
    /// How many months' grants may stand side by side: a grant expires at the end of the month when its place is needed. Nil for no such end.
    public var carriedMonths: Int?
    /// Months of the year with whose last day a term ends, and with it every grant; empty when terms do not matter.
    public var termEnds: Set<Int>
    /// The buildings for which it holds; empty for all.
    public var buildings: Set<String>

    /// Whom an amount is for.
    public enum Basis: String, Hashable, Sendable, CaseIterable, Codable {
        /// For every resident.
        case resident
        /// For the room, if somebody lives in it.
        case room
        /// For every bed of a room in which somebody lives.
        case bed
        /// For every resident by school class.
        case schoolClass
    }

    /// What is given for a part of a month.
    public enum PartMonth: String, Hashable, Sendable, CaseIterable, Codable {
        /// By days, rounded down to 0.1 kWh.
        case proRata
        /// The whole amount.
        case full
        /// Nothing.
        case none
    }

    /// Makes a policy; what is left out is what most residences do.
    public init(
        name: String, from: Month, until: Month? = nil, basis: Basis = .resident, amount: Energy = Energy(hundredths: 5_00),
        classAmounts: [String: Energy] = [:], pauses: Set<Int> = [2, 8], partMonth: PartMonth = .proRata, carriedMonths: Int? = 3,
        termEnds: Set<Int> = [1, 7], buildings: Set<String> = []
    ) {
        self.name = name
        self.from = from
        self.until = until
        self.basis = basis
        self.amount = amount
        self.classAmounts = classAmounts
        self.pauses = pauses
        self.partMonth = partMonth
        self.carriedMonths = carriedMonths
        self.termEnds = termEnds
        self.buildings = buildings
    }

    /// What is wrong with it, in words; empty when nothing is.
    public var problems: [String] {
        var found: [String] = []
        if name.isEmpty || !name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) {
            found.append(phrase("\"\(name)\" is no name of a policy; small letters, digits and hyphens are"))
        }
        if amount <= .zero { found.append(phrase("the amount is not above zero")) }
        if amount > Self.most { found.append(phrase("the amount is above \(Self.most) kWh")) }
        for (name, amount) in classAmounts.sorted(by: { $0.key < $1.key }) where amount < .zero || amount > Self.most {
            found.append(phrase("the amount of class \(name) is not between 0 and \(Self.most) kWh"))
        }
        if !classAmounts.isEmpty, basis != .schoolClass { found.append(phrase("amounts of classes need the basis schoolClass")) }
        if let until, until < from { found.append(phrase("it ends in \(until), before it begins in \(from)")) }
        if !pauses.union(termEnds).isSubset(of: Set(1...12)) { found.append(phrase("a month of the year is a number from 1 to 12")) }
        if carriedMonths.map({ !(1...24).contains($0) }) ?? false { found.append(phrase("carried over are 1 to 24 months")) }
        return found
    }

    /// The most that a month's amount can be.
    public static let most = Energy(hundredths: 500_00)

    /// Whether it holds for a month; pauses are another question.
    public func holds(in month: Month) -> Bool { from <= month && until.map { month <= $0 } ?? true }

    /// Whether it is meant for a building.
    public func covers(building: String) -> Bool { buildings.isEmpty || buildings.contains(building) }

    /// The last day on which a grant for a month counts; nil for ever.
    public func expiry(of month: Month) -> Day? {
        let carried = carriedMonths.map { month.advanced(by: $0 - 1).last }
        let termEnd = (0..<12).lazy.map { month.advanced(by: $0) }.first { termEnds.contains($0.month) }?.last
        return [carried, termEnd].compactMap { $0 }.min()
    }
}

extension SubsidyPolicy {
    /// Of these versions the ones that hold for a month: of each name the one that begins last.
    public static func holding(in month: Month, of versions: [SubsidyPolicy]) -> [SubsidyPolicy] {
        let begun = Dictionary(grouping: versions.filter { $0.from <= month }, by: \.name)
        return begun.values.compactMap { $0.max { $0.from < $1.from } }.filter { $0.holds(in: month) }.sorted { $0.name < $1.name }
    }

    /// Why a new version can not stand beside the others, in words; nil when it can.
    ///
    /// Two versions of one name can not begin in the same month, and two names can not both hold for one building at one time unless each
    /// names its buildings: a room would get both.
    public static func conflict(of new: SubsidyPolicy, with versions: [SubsidyPolicy]) -> String? {
        if versions.contains(where: { $0.name == new.name && $0.from == new.from }) {
            return phrase("policy \(new.name) has a version from \(new.from) already")
        }
        for other in latest(of: versions) where other.name != new.name {
            let overlapsInTime = (other.until ?? new.from) >= new.from && (new.until ?? other.from) >= other.from
            let overlapsInPlace = other.buildings.isEmpty || new.buildings.isEmpty || !other.buildings.isDisjoint(with: new.buildings)
            if overlapsInTime, overlapsInPlace {
                return phrase(
                    "policy \(other.name) holds for the same buildings at the same time; end it first, or name the buildings of each")
            }
        }
        return nil
    }

    private static func latest(of versions: [SubsidyPolicy]) -> [SubsidyPolicy] {
        Dictionary(grouping: versions, by: \.name).values.compactMap { $0.max { $0.from < $1.from } }
    }
}
