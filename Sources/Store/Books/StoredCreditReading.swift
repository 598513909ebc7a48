import Domain
import Foundation
import Operations
import Phrases

/// A picture of a meter's credit as JSON in one column: it is kept as proof and never searched by its parts.
private struct StoredCreditReading: Codable {
    struct Amount: Codable {
        var unit: CreditUnit
        var hundredths: Int64

        init(_ credit: Credit) {
            unit = credit.unit
            hundredths = credit.hundredths
        }

        var credit: Credit { get throws { Credit(unit, hundredths: try Bounds.checked(hundredths)) } }
    }

    var at: Int64
    var count: Int
    var lastAmount: Amount
    var totalBought: Amount?
    var remaining: Amount
    var subsidy: Amount
    var register: Int64
    var registerAfter: Int64
    var price: Int64?
    var purseCount: Int?
    var purseAmount: Amount?
    var relayClosed: Bool?
}

extension CreditReading {
    /// The reading as JSON, always the same text for the same reading.
    func stored() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let stored = StoredCreditReading(
            at: at.milliseconds, count: count, lastAmount: .init(lastAmount), totalBought: totalBought.map { .init($0) },
            remaining: .init(remaining), subsidy: .init(subsidy), register: register.wattHours, registerAfter: registerAfter.wattHours,
            price: price?.tenThousandths, purseCount: purse?.count, purseAmount: purse.map { .init($0.lastAmount) },
            relayClosed: relayClosed)
        return String(decoding: try encoder.encode(stored), as: UTF8.self)
    }

    /// Reads what `stored` wrote; anything else is a damaged file.
    init(stored text: String) throws {
        guard let stored = try? JSONDecoder().decode(StoredCreditReading.self, from: Data(text.utf8)) else {
            throw BooksError.damaged(phrase("a credit reading can not be read: \(text.prefix(80))"))
        }
        self.init(
            at: Instant(milliseconds: try Bounds.checked(stored.at)), count: Int(try Bounds.checked(Int64(stored.count))),
            lastAmount: try stored.lastAmount.credit, totalBought: try stored.totalBought?.credit, remaining: try stored.remaining.credit,
            subsidy: try stored.subsidy.credit, register: Energy(wattHours: try Bounds.checked(stored.register)),
            registerAfter: Energy(wattHours: try Bounds.checked(stored.registerAfter)),
            price: try stored.price.map { Price(tenThousandths: try Bounds.checked($0)) }, relayClosed: stored.relayClosed)
        if let count = stored.purseCount, let amount = stored.purseAmount {
            purse = PurseReading(count: Int(try Bounds.checked(Int64(count))), lastAmount: try amount.credit)
        }
    }
}
