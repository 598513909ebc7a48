import Domain
import Foundation
import Operations
import Phrases

/// An event of a refund as a word and a JSON text, as it stands in the books.
struct StoredRefundEvent {
    var word: String
    var detail: String

    private struct Figures: Codable {
        var unit: CreditUnit
        var credit, money, subsidy, unpaid, debt, held, missing, ofStayers: Int64
    }

    private struct Final: Codable {
        var meter: String
        var unit: CreditUnit
        var register, at, credit, money, setOff: Int64
        var remaining: Int64?
        var order, opening, reference: String?
    }

    private struct Share: Codable {
        var stay, money: Int64
    }

    private struct Payment: Codable {
        var stays: [Int64]
        var method: String
    }

    init(word: String, detail: String) {
        self.word = word
        self.detail = detail
    }

    init(_ event: RefundEvent) throws {
        switch event {
        case .frozen: self.init(word: "frozen", detail: "")
        case .estimated(let figures): self.init(word: "estimated", detail: try Self.text(Self.figures(figures)))
        case .approved(let most): self.init(word: "approved", detail: try Self.text(most.fen))
        case .taken(let figures): self.init(word: "taken", detail: try Self.text(Self.figures(figures)))
        case .restored: self.init(word: "restored", detail: "")
        case .opening: self.init(word: "opening", detail: "")
        case .notOpened: self.init(word: "notOpened", detail: "")
        case .fixed(let final): self.init(word: "fixed", detail: try Self.text(Self.final(final)))
        case .split(let shares):
            self.init(word: "split", detail: try Self.text(shares.map { Share(stay: $0.stay, money: $0.money.fen) }))
        case .paid(let stays, let method):
            self.init(word: "paid", detail: try Self.text(Payment(stays: stays, method: method.rawValue)))
        case .setAside(let stays): self.init(word: "setAside", detail: try Self.text(stays))
        case .closed(let handedOver): self.init(word: "closed", detail: try Self.text(handedOver))
        case .dropped(let reason): self.init(word: "dropped", detail: try Self.text(reason))
        }
    }

    /// The event; throws `BooksError.damaged` when the text is none.
    func event() throws -> RefundEvent {
        switch word {
        case "frozen": return .frozen
        case "estimated": return .estimated(Self.figures(try read()))
        case "approved": return .approved(most: Money(fen: try read()))
        case "taken": return .taken(Self.figures(try read()))
        case "restored": return .restored
        case "opening": return .opening
        case "notOpened": return .notOpened
        case "fixed": return .fixed(Self.final(try read()))
        case "split":
            let shares: [Share] = try read()
            return .split(shares.map { RefundShare(stay: $0.stay, money: Money(fen: $0.money)) })
        case "paid":
            let payment: Payment = try read()
            guard let method = PayoutMethod(rawValue: payment.method) else { throw damage }
            return .paid(payment.stays, method)
        case "setAside": return .setAside(try read())
        case "closed": return .closed(handedOver: try read())
        case "dropped": return .dropped(reason: try read())
        default: throw damage
        }
    }

    private var damage: BooksError { .damaged(phrase("'\(word) \(detail.prefix(80))' is no event of a refund")) }

    private func read<Value: Decodable>() throws -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(detail.utf8)) } catch { throw damage }
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func figures(_ figures: RefundFigures) -> Figures {
        Figures(
            unit: figures.credit.unit, credit: figures.credit.hundredths, money: figures.money.fen, subsidy: figures.subsidy.hundredths,
            unpaid: figures.unpaid.hundredths, debt: figures.debt.hundredths, held: figures.held.hundredths,
            missing: figures.missing.hundredths, ofStayers: figures.ofStayers.hundredths)
    }

    private static func figures(_ stored: Figures) -> RefundFigures {
        func credit(_ hundredths: Int64) -> Credit { Credit(stored.unit, hundredths: hundredths) }
        return RefundFigures(
            credit: credit(stored.credit), money: Money(fen: stored.money), subsidy: credit(stored.subsidy),
            unpaid: credit(stored.unpaid), debt: credit(stored.debt), held: credit(stored.held), missing: credit(stored.missing),
            ofStayers: credit(stored.ofStayers))
    }

    private static func final(_ final: RefundFinal) -> Final {
        var stored = Final(
            meter: final.meter.text, unit: final.credit.unit, register: final.register.wattHours, at: final.at.milliseconds,
            credit: final.credit.hundredths, money: final.money.fen, setOff: final.setOff.hundredths,
            remaining: final.remaining?.hundredths)
        switch final.source {
        case .readBack(let order): stored.order = order.text
        case .opened(let order): stored.opening = order.text
        case .reading: break
        case .typed(let reference): stored.reference = reference
        }
        return stored
    }

    private static func final(_ stored: Final) -> RefundFinal {
        func credit(_ hundredths: Int64) -> Credit { Credit(stored.unit, hundredths: hundredths) }
        let source: RefundFinal.Source =
            stored.order.map { .readBack(OrderID($0)) } ?? stored.opening.map { .opened(OrderID($0)) }
            ?? stored.reference.map { .typed(reference: $0) } ?? .reading
        return RefundFinal(
            meter: MeterID(stored.meter), register: Energy(wattHours: stored.register), remaining: stored.remaining.map(credit),
            at: Instant(milliseconds: stored.at), source: source, credit: credit(stored.credit), money: Money(fen: stored.money),
            setOff: credit(stored.setOff))
    }
}
