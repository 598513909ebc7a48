import Domain
import Foundation
import Operations
import Phrases

/// A policy as JSON, as it stands in the books.
struct StoredPolicy: Codable {
    var name, from: String
    var until: String?
    var basis: SubsidyPolicy.Basis
    var wattHours: Int64
    var classWattHours: [String: Int64]
    var pauses: [Int]
    var partMonth: SubsidyPolicy.PartMonth
    var carriedMonths: Int?
    var termEnds: [Int]
    var buildings: [String]

    init(_ policy: SubsidyPolicy) {
        name = policy.name
        from = policy.from.description
        until = policy.until?.description
        basis = policy.basis
        wattHours = policy.amount.wattHours
        classWattHours = policy.classAmounts.mapValues(\.wattHours)
        pauses = policy.pauses.sorted()
        partMonth = policy.partMonth
        carriedMonths = policy.carriedMonths
        termEnds = policy.termEnds.sorted()
        buildings = policy.buildings.sorted()
    }

    /// The policy in its text; throws `BooksError.damaged` when the text is none.
    static func read(_ text: String) throws -> SubsidyPolicy {
        guard let stored = try? JSONDecoder().decode(StoredPolicy.self, from: Data(text.utf8)), let from = Month(stored.from),
            stored.until.map({ Month($0) != nil }) ?? true
        else { throw BooksError.damaged(phrase("'\(text.prefix(80))' is no policy of the subsidy")) }
        return SubsidyPolicy(
            name: stored.name, from: from, until: stored.until.flatMap { Month($0) }, basis: stored.basis,
            amount: Energy(wattHours: try Bounds.checked(stored.wattHours)),
            classAmounts: try stored.classWattHours.mapValues { Energy(wattHours: try Bounds.checked($0)) }, pauses: Set(stored.pauses),
            partMonth: stored.partMonth, carriedMonths: stored.carriedMonths, termEnds: Set(stored.termEnds),
            buildings: Set(stored.buildings))
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
