import Terminal

extension Command {
    /// The commands of the roster's review, in the order of its footer.
    static let rosterCommands: [Command] = [
        Command(
            .openKind, [.enter], name: "open-kind", label: "Open", group: .residents, on: [.roster], footer: [.roster],
            help: "Opens or closes the kind under the cursor: what is wrong, who is new, changed, moved or gone."),
        Command(
            .loadRoster, [.character("L")], name: "load-roster", argument: .file, label: "Load", group: .residents, on: [.roster],
            footer: [.roster],
            help: "Reads a CSV file of residents, rooms, meters or concentrators and shows what differs from the books. Changes nothing."),
        Command(
            .readRoster, [.function(5), .character("r")], name: "load-again", label: "Again", group: .residents, on: [.roster],
            footer: [.roster], help: "Reads the same file again, after it was mended, and holds it against the books as they are now."),
        Command(
            .endGone, [.character("e")], name: "end-gone", label: "End gone", group: .residents, on: [.roster], footer: [.roster],
            help: "Lets the stays of those end who do not stand in the file, or leaves them as they are again."),
        Command(
            .acceptGood, [.character("a")], name: "accept-good", label: "Good lines", group: .residents, on: [.roster],
            help: "Lets the lines be accepted that are right although others are not, or waits for a mended file again."),
        Command(
            .acceptRoster, [.character("+")], name: "accept", label: "Accept", group: .residents, danger: .batch, on: [.roster],
            footer: [.roster], help: "Accepts the difference that is shown, after its count was typed."),
        Command(
            .undoRoster, [.character("u")], name: "undo-roster", label: "Undo", group: .residents, danger: .reversible, on: [.roster],
            footer: [.roster], help: "Undoes the last change of the roster, whoever made it; + confirms it."),
        Command(
            .undoImport, [.character("U")], name: "undo-import", label: "Undo import", group: .residents, danger: .reversible,
            on: [.roster],
            help: "Undoes the last import of rooms, meters or concentrators while nothing uses what it brought; + confirms it."),
    ]
}
