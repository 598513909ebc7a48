/// What one meter holds at one moment, in the units of its answers.
public struct MeterSample: Hashable, Sendable, Codable {
    /// When.
    public let time: Milliseconds
    /// Energy register before the CT ratio, 0.01 kWh.
    public let register: Int64
    /// Purchased balance, 0.01 of the meter's unit; 0 for meters that keep none.
    public let balance: Int64
    /// Overdraft, 0.01 of the unit.
    public let overdraft: Int64
    /// Subsidy purse, 0.01 of the unit.
    public let subsidy: Int64
    /// Purchase count.
    public let count: Int
    /// Amount of the last purchase, 0.01 of the unit.
    public let lastAmount: Int64
    /// Everything bought less everything taken back, 0.01 of the unit.
    public let totalBought: Int64
    /// Whether the relay is closed.
    public let isRelayClosed: Bool
    /// Whether the alarm lamp is lit: balance at or below alarm 1, or lit by command.
    public let isLampLit: Bool
    /// Power at the last measurement, W.
    public let watts: Int
    /// Status word 3 of the dormitory dialect; 0 for other meters.
    public let statusWord: UInt16

    init(_ meter: MeterModel) {
        let (state, purse) = (meter.state, meter.state.purse)
        time = state.time
        register = state.register / MeterModel.pulse
        balance = purse.balance.hundredths
        overdraft = purse.overdraft.hundredths
        subsidy = state.subsidy.balance.hundredths
        count = purse.count
        lastAmount = purse.lastAmount.hundredths
        totalBought = purse.totalBought.hundredths
        isRelayClosed = state.relay.isClosed
        isLampLit = meter.isLampLit
        watts = Int(state.watch.measured.power / 10)
        statusWord = meter.settings.kind == .dorm645 ? state.relay.statusWord : 0
    }
}
