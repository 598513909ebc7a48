public import Domain

/// One line of what is to be sold: a room and an amount, as somebody typed them or as the program knows them.
public struct TopUpLine: Hashable, Sendable {
    /// An amount of money, understood or not.
    public enum Amount: Hashable, Sendable {
        /// As typed, in yuan with at most two decimals.
        case text(String)
        /// Already understood.
        case money(Money)
    }

    /// The room.
    public var room: RoomID
    /// The amount.
    public var amount: Amount

    /// Makes a line of typed text; white space around both is not meant.
    public init(room: String, amount: String) {
        self.room = RoomID(TopUpLine.trimmed(room))
        self.amount = .text(TopUpLine.trimmed(amount))
    }

    /// Makes a line of known values.
    public init(room: RoomID, money: Money) {
        self.room = room
        amount = .money(money)
    }

    /// The money meant; nil when the text can not be read as an amount.
    public var money: Money? {
        switch amount {
        case .text(let text): Money(yuan: text)
        case .money(let money): money
        }
    }

    private static func trimmed(_ text: String) -> String {
        let front = text.drop { $0.isWhitespace }
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(front[...last])
    }
}
