/// What somebody who follows something has found for the console, at the pace at which the console takes it over.
///
/// A terminal that takes no output holds the loop up for as long as it likes. Who looks only while the box is clear has a few messages and
/// one look waiting then, and nothing that he found is lost.
public struct Outbox<Message: Sendable>: Sendable {
    private let poster: Poster<Message>
    /// What the poster refused.
    private var rest: [Message] = []

    /// While more messages than these wait for the loop, whoever they are from, nothing more is to be looked for.
    public static var few: Int { 8 }

    /// Makes an empty box.
    public init(_ poster: Poster<Message>) { self.poster = poster }

    /// Whether the console takes over what it is told, so that it is time for the next look. Posts what was refused before.
    public mutating func isClear() -> Bool {
        post([])
        return rest.isEmpty && poster.waiting <= Self.few
    }

    /// Posts messages behind those that were refused; what is refused now is kept.
    public mutating func post(_ messages: [Message]) {
        rest += messages
        while let first = rest.first, poster.post(first) { rest.removeFirst() }
    }
}
