import Terminal

/// The list of commands of a screen: searched by typing, run by Enter.
struct HelpState: Sendable {
    let screen: ScreenKind
    var field = TextField(limit: 40)
    var list = ListState<Command.ID>()

    init(screen: ScreenKind) { self.screen = screen }

    /// The commands that match, in the order of their groups.
    var commands: [Command] {
        let wanted = field.text.lowercased()
        let matching = Command.all.filter { command in
            command.screens.contains(screen)
                && (wanted.isEmpty
                    || [command.name, command.label, command.help, command.keysText].contains { $0.lowercased().contains(wanted) })
        }
        return Command.Group.allCases.flatMap { group in matching.filter { $0.group == group } }
    }
}
