import Terminal

extension Command {
    /// The commands of the monthly subsidy, in the order of its footer.
    static let subsidyCommands: [Command] = [
        Command(
            .openSubsidyLine, [.enter], name: "open-line", label: "Open", group: .moving, on: [.subsidy], footer: [.subsidy],
            help: "Opens or closes the building under the cursor, or opens the room."),
        Command(
            .turnMonth, [.left, .right, .character("h"), .character("l")], name: "turn-month", label: "Month", group: .moving,
            on: [.subsidy], help: "Goes to the month before or after and plans its run."),
        Command(
            .subsidyRows, [.character("v")], name: "view", label: "View", group: .view, on: [.subsidy], footer: [.subsidy],
            help: "Lists buildings, the rooms to look at, those that get nothing, or all."),
        Command(
            .replan, [.function(5), .character("r")], name: "replan", label: "Plan anew", group: .selling, on: [.subsidy],
            footer: [.subsidy], help: "Works out again what is due for this month and was not granted. Changes nothing."),
        Command(
            .grant, [.character("+")], name: "grant", label: "Give", group: .selling, danger: .batch, on: [.subsidy], footer: [.subsidy],
            help: "Gives what is shown, after the count of rooms was typed; then the meters are told."),
        Command(
            .subsidyPaper, [.character("p")], name: "subsidy-report", label: "Report", group: .papers, on: [.subsidy], footer: [.subsidy],
            help: "Shows the report of this month's free electricity, to print or to save."),
    ]
}
