import Domain
import Phrases

/// An amount that is computed for each room: `=20*beds`, `=use*price*7`. Whole numbers in ten-thousandths, no floating point.
struct GridFormula: Hashable, Sendable {
    /// Why a formula is not understood, or has no value for a room.
    struct Complaint: Error, Hashable {
        let message: String
    }

    /// What of a room can be computed with.
    enum Name: String, CaseIterable, Hashable, Sendable {
        case beds, people, left, use, days, price
    }

    private indirect enum Node: Hashable, Sendable {
        case number(Int64)
        case name(Name)
        case binary(Character, Node, Node)
        case negative(Node)
    }

    private static let one: Int64 = 10_000
    private let root: Node

    /// Reads a formula, the sign `=` before it.
    init(_ text: String) throws(Complaint) {
        var reader = Reader(text: Array(text.lowercased().filter { $0 != " " }.dropFirst()))
        root = try reader.sum(depth: 0)
        guard reader.isAtEnd else { throw Complaint(message: phrase("\(text): \"\(reader.next)\" is not expected there")) }
    }

    /// The amount for a room, rounded to the fen; throws when something in it is not known, or it is no amount.
    func money(_ value: (Name) -> Int64?) throws(Complaint) -> Money {
        let result = try evaluate(root, value)
        guard result > 0 else { throw Complaint(message: phrase("the formula comes to nothing here")) }
        return Money(fen: (result + 50) / 100)
    }

    private func evaluate(_ node: Node, _ value: (Name) -> Int64?) throws(Complaint) -> Int64 {
        func checked(_ result: (partialValue: Int64, overflow: Bool)) throws(Complaint) -> Int64 {
            if result.overflow { throw Complaint(message: phrase("the formula comes to too much")) }
            return result.partialValue
        }
        switch node {
        case .number(let number): return number
        case .name(let name):
            guard let known = value(name) else { throw Complaint(message: phrase("\(name.rawValue) is not known here")) }
            return known
        case .negative(let inner): return try checked(Int64(0).subtractingReportingOverflow(try evaluate(inner, value)))
        case .binary(let sign, let left, let right):
            let (left, right) = (try evaluate(left, value), try evaluate(right, value))
            switch sign {
            case "+": return try checked(left.addingReportingOverflow(right))
            case "-": return try checked(left.subtractingReportingOverflow(right))
            case "*": return try checked(left.multipliedReportingOverflow(by: right)) / Self.one
            default:
                if right == 0 { throw Complaint(message: phrase("the formula divides by zero here")) }
                return try checked(left.multipliedReportingOverflow(by: Self.one)) / right
            }
        }
    }

    private struct Reader {
        let text: [Character]
        var place = 0

        var isAtEnd: Bool { place >= text.count }
        var next: Character { isAtEnd ? " " : text[place] }

        mutating func takes(_ signs: String) -> Character? {
            guard !isAtEnd, signs.contains(text[place]) else { return nil }
            place += 1
            return text[place - 1]
        }

        mutating func sum(depth: Int) throws(Complaint) -> Node {
            var node = try product(depth: depth)
            while let sign = takes("+-") { node = .binary(sign, node, try product(depth: depth)) }
            return node
        }

        private mutating func product(depth: Int) throws(Complaint) -> Node {
            var node = try factor(depth: depth)
            while let sign = takes("*/") { node = .binary(sign, node, try factor(depth: depth)) }
            return node
        }

        private mutating func factor(depth: Int) throws(Complaint) -> Node {
            guard depth < 20 else { throw Complaint(message: phrase("the formula has too many brackets")) }
            if takes("-") != nil { return .negative(try factor(depth: depth + 1)) }
            if takes("(") != nil {
                let inner = try sum(depth: depth + 1)
                guard takes(")") != nil else { throw Complaint(message: phrase("a bracket is not closed")) }
                return inner
            }
            var word = ""
            while !isAtEnd, next.isLetter || next.isNumber || next == "." {
                word.append(next)
                place += 1
            }
            if let number = Decimals.parse(word, decimals: 4, limit: 1_000_000 * one) { return .number(number) }
            if let name = Name(rawValue: word) { return .name(name) }
            let names = Name.allCases.map(\.rawValue).joined(separator: " ")
            throw Complaint(
                message: word.isEmpty ? phrase("a number or a name goes here: =20*beds") : phrase("\"\(word)\" is none of \(names)"))
        }
    }
}
