import Terminal

extension Command {
    private static let cockpit: [ScreenKind] = [.refund, .refundRoom]

    /// The commands of refunds on graduation, in the order of their footers.
    static let refundCommands: [Command] = [
        Command(
            .openRun, [.enter], name: "open-run", label: "Open", group: .refund, on: [.refunds], footer: [.refunds],
            help: "Shows the rooms of the run under the cursor: the step of each, what it waits for and what to do."),
        Command(
            .newRun, [.character("n")], name: "new-run", label: "New run", group: .refund, on: [.refunds], footer: [.refunds],
            help: "Begins a run for a cohort, a building, a floor or the marked rooms. What it takes is shown first; + starts it."),
        Command(
            .unclaimed, [.character("u")], name: "unclaimed", label: "Unclaimed", group: .refund, on: [.refunds], footer: [.refunds],
            help: "Lists what nobody has fetched of all runs, the longest due first."),
        Command(
            .setAside, [.character("+")], name: "set-aside", label: "Set aside", group: .refund, danger: .batch, on: [.unclaimed],
            footer: [.unclaimed],
            help: "Sets aside what was not fetched for 180 days of the run under the cursor, after the count was typed. It stays due."),
        Command(
            .freezeRooms, [.character("+")], name: "freeze-rooms", label: "Start", group: .refund, danger: .batch, on: [.refundStart],
            footer: [.refundStart],
            help: "Starts the run that is shown, after the count of rooms was typed: nothing is sold to them from then on."),
        Command(
            .showRefundRoom, [.enter], name: "refund-room", label: "Why", group: .refund, on: [.refund],
            help: "Shows all of the room in this run: figures, why the rest is not refundable, who gets what."),
        Command(
            .estimateRefund, [.character("e")], name: "estimate", label: "Estimate", group: .refund, on: cockpit,
            help: "Posts use up to the last readings and reckons anew what would be paid, where nothing is taken out yet."),
        Command(
            .approveRefund, [.character("a")], name: "approve", label: "Approve", group: .refund, danger: .batch, on: cockpit,
            footer: cockpit, help: "A second person approves the rooms and the most that may be paid: the name, then the count of rooms."),
        Command(
            .takeRefund, [.character("t")], name: "take-out", label: "Take", group: .refund, danger: .physical, on: cockpit,
            footer: cockpit,
            help: "Reads the meters and orders the credit of approved rooms out of them, after a review and the count of rooms."),
        Command(
            .splitRefund, [.character("s")], name: "split", label: "Split", group: .refund, danger: .batch, on: cockpit, footer: cockpit,
            help: "Divides what is fixed among those who leave: equal; for one room also by shares or all to one."),
        Command(
            .payRefund, [.character("y")], name: "pay", label: "Pay", group: .refund, danger: .batch, on: cockpit, footer: cockpit,
            help: "Pays what is due, to everybody or to one, in cash from your drawer or through the bank, after the count of people."),
        Command(
            .closeRefund, [.character("c")], name: "close-rooms", label: "Close", group: .refund, danger: .batch, on: cockpit,
            footer: cockpit, help: "Ends the stays of those who leave, and closes their rooms or hands them to those who stay."),
        Command(
            .openForRefund, [.character("i")], name: "open-for-refund", label: "Open", group: .refund, danger: .physical, on: cockpit,
            help: "Opens approved rooms whose meters give nothing back, and fixes them by the read-back; one room also by a typed reading."),
        Command(
            .dropRefund, [.character("d")], name: "drop", label: "Drop", group: .refund, danger: .batch, on: cockpit,
            help: "Takes rooms out of the run before anything was taken out of their meters, for a reason in words."),
        Command(
            .refundRows, [.character("v")], name: "steps", label: "Steps", group: .view, on: [.refund], footer: [.refund],
            help: "Lists all rooms of the run, those that wait for somebody, or those at one step."),
        Command(
            .refundPapers, [.character("p")], name: "refund-papers", label: "Papers", group: .papers, on: cockpit, footer: [.refundRoom],
            help: "Shows the statement of this room or the payout list of the run, or saves all statements as one file."),
    ]
}
