import Terminal

extension Command {
    /// The commands about papers, in the order of their footers.
    static let paperCommands: [Command] = [
        Command(
            .receipt, [.character("p")], name: "receipt", label: "Receipt", group: .selling, on: [.room],
            help: "Shows the receipt of the last sale to this room, or the slip of its void, to print or to save."),
        Command(
            .newPaper, [.character("n")], name: "new-paper", label: "Make", group: .papers, on: [.papers], footer: [.papers],
            help: "Shows a new paper: sales, free electricity or the month. It is kept when it is printed or saved."),
        Command(
            .showPaper, [.enter], name: "show-paper", label: "Show", group: .papers, on: [.papers], footer: [.papers],
            help: "Shows the paper under the cursor page by page."),
        Command(
            .printPaper, [.character("p")], name: "print", label: "Print", group: .papers, danger: .reversible, on: [.papers, .paper],
            footer: [.papers, .paper], help: "Prints this paper after a question and follows the job; printed again it says COPY."),
        Command(
            .savePaper, [.character("s")], name: "save", label: "Save", group: .papers, on: [.papers, .paper], footer: [.papers, .paper],
            help: "Saves this paper in the folder reports, as PDF and as text."),
        Command(
            .turnPage, [.left, .right, .character("h"), .character("l")], name: "turn-page", label: "Page", group: .papers, on: [.paper],
            footer: [.paper], help: "Turns to the page before or after."),
    ]
}
