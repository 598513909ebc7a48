public import Domain
public import Operations

/// Something the console wants done. Whoever runs it does so away from the console's loop and answers with an event.
public enum Effect: Hashable, Sendable {
    /// Load all that the screen of a room shows; answer `.detail`. Of several that wait only the last one matters.
    case loadDetail(RoomID)
    /// Explain the figures of a room or a bus; answer `.explanation`, or `.problem`.
    case explain(ExplanationSubject)
    /// Load open orders and those of the last days; answer `.orders`.
    case loadOrders
    /// Hold books, meters and orders against each other; answer `.reconciliation`.
    case loadReconciliation
    /// Do something about a case; answer `.reconciliation`, or `.problem`.
    case work(CaseID, CaseWish)
    /// Something about papers; answer `.paper`, `.notice` or `.problem`.
    case paper(PaperWish)
    /// Something about the monthly subsidy; answer `.subsidy`.
    case subsidy(SubsidyWish)
    /// Something for charts, which may take seconds: nothing else waits for it; answer `.chart`. Of several that wait the oldest may be
    /// dropped.
    case chart(ChartWish)
    /// Something about refunds on graduation; answer `.refund`.
    case refund(RefundWish)
    /// Something about the roster; answer `.roster`.
    case roster(RosterWish)
    /// Read the credit meters of these rooms before all others; values come as `.rooms`.
    ///
    /// Comes from the operator, and by itself every ten seconds for the room on the screen.
    case readNow([RoomID])
    /// Let whoever reads the meters know that these are on the screen now, and no others. No answer.
    case show([MeterID])
    /// Plan a top-up; answer `.plan` with the request, or `.problem` with its subject. Changes nothing.
    case plan(PlanRequest)
    /// Commit exactly this plan; answer `.committed`, or `.problem` with the plan's id as subject.
    ///
    /// After a problem the same plan may come again: its id makes sure that it happens once.
    case commit(Plan)
    /// Withdraw an order that was not sent; answer `.orders`, or `.problem` when it was sent meanwhile.
    case withdraw(OrderID)
    /// Decide a disputed order, for this reason; answer `.orders`, or `.problem` when the actor may not or it is decided already.
    case settle(OrderID, Settlement, reason: String)
    /// Void a sale or move paid credit; answer `.reversal`.
    case reverse(ReversalWish)
    /// Move a resident; answer `.resident`.
    case resident(ResidentWish)
    /// Drop every key that the terminal has already sent but the console has not handled: the gate before money.
    case flushInput
    /// Something about the grid of top-ups; answer `.grid`, or `.problem`.
    case grid(GridWish)
    /// Write the frames of a bus down for a while; they come as `.trace`.
    case trace(TraceRequest)
    /// Keep these filters with names for every console of the campus.
    case saveFilters([SavedFilter])
    /// Use the theme with this name; answer `.notice` or `.problem`.
    case theme(String)
    /// Speak the language with this name; answer `.language` or `.problem`.
    case language(String)
    /// Draw everything anew, because something else wrote on the terminal.
    case repaint
    /// Give the terminal back to the shell until the process is continued.
    case suspend
    /// Sound the bell, if the settings want one: something was refused.
    case bell
    /// Leave the console.
    case quit
}
