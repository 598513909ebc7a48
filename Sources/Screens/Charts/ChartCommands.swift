import Terminal

extension Command {
    /// The commands about charts, in the order of their footers.
    static let chartCommands: [Command] = [
        Command(
            .chart, [.character("d")], name: "chart", label: "Chart", group: .view, on: [.wall, .buildings, .rooms, .room],
            footer: [.room, .buildings],
            help: "Draws the use of this room, or of this building on the wall: by hour, day and month; what is left and how long it lasts."
        ),
        Command(
            .campusChart, [.character("D")], name: "campus-chart", label: "Campus chart", group: .view,
            on: [.wall, .buildings, .rooms], help: "Draws the use of all rooms together."),
        Command(
            .turnChart, [.left, .right, .character("h"), .character("l")], name: "turn-chart", label: "Before/after", group: .view,
            on: [.chart], footer: [.chart], help: "Goes to the day, month or term before or after."),
        Command(
            .nextChart, [.tab, .character(" ")], name: "next-chart", label: "Next chart", group: .view, on: [.chart], footer: [.chart],
            help: "Goes on from the day to the month, the term and what is left."),
        Command(
            .previousChart, [.backTab], name: "previous-chart", label: "Chart before", group: .view, on: [.chart],
            help: "Goes back to the chart before."),
        Command(
            .widenChart, [.character("d")], name: "widen-chart", label: "Wider", group: .view, on: [.chart], footer: [.chart],
            help: "Draws the building of this room, then the whole campus."),
    ]
}
