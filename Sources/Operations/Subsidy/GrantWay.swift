public import Domain

/// By which of a meter's two purses free credit goes, and why, as far as the last reading tells. It is decided at the first sending.
public enum GrantWay: String, Hashable, Sendable, CaseIterable {
    /// By the meter's own purse of free credit.
    case purse
    /// As plain credit: so little that was bought is left that free credit in the purse would give no light.
    case littleBought
    /// As plain credit: the meter does not tell of a purse, because it has none, because it is switched off, or because it was not read.
    case noPurse
    /// As plain credit: the settings say so.
    case switchedOff

    /// What an order of free credit has become, by the picture before its first sending; nil while it was not sent.
    public init?(_ order: Order) {
        guard case .topUp = order.task, order.state != .queued, let before = order.before ?? order.after else { return nil }
        if order.usesPurse {
            self = .purse
        } else if !order.offersPurse {
            self = .switchedOff
        } else {
            self = before.purse == nil ? .noPurse : .littleBought
        }
    }
}
