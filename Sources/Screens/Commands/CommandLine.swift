import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Keys of the command line beside typing: Tab completes, Up and Down bring earlier commands.
    mutating func edits(_ prompt: inout Prompt, _ key: Key) -> Bool {
        switch key {
        case .tab: complete(&prompt)
        case .up where prompt.recalled < history.count:
            prompt.recalled += 1
            prompt.field.replace(with: history[prompt.recalled - 1])
        case .down where prompt.recalled > 0:
            prompt.recalled -= 1
            prompt.field.replace(with: prompt.recalled == 0 ? "" : history[prompt.recalled - 1])
        case .up, .down: break
        default: return false
        }
        return true
    }

    private func complete(_ prompt: inout Prompt) {
        let typed = prompt.field.text
        let names = Command.all.map(\.name).filter { $0.hasPrefix(typed) }.sorted()
        guard let first = names.first, !typed.contains(" ") else { return }
        let common = names.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
        prompt.field.replace(with: names.count == 1 ? first + " " : common)
        (prompt.message, prompt.isWrong) = (names.count == 1 ? "" : names.joined(separator: " "), false)
    }

    /// Does what the line says; a line that is not understood stays to be corrected.
    mutating func execute(_ prompt: Prompt) -> [Effect] {
        let line = prompt.field.text.trimmed
        guard !line.isEmpty else {
            overlay = nil
            return []
        }
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        let argument = parts.count > 1 ? parts[1].trimmed : ""
        guard let command = Command.all.first(where: { $0.name == parts[0].lowercased() }) else {
            return keep(prompt, phrase("there is no command \"\(parts[0])\"; Tab completes, F1 lists them"))
        }
        if command.argument == nil, !argument.isEmpty { return keep(prompt, phrase("\(command.name) takes nothing behind it")) }
        do {
            let effects = try execute(command, argument)
            history.insert(line, at: 0)
            if history.count > 50 { history.removeLast() }
            if case .prompt(let open) = overlay, open.kind == .command { overlay = nil }
            return effects
        } catch {
            return keep(prompt, error.message)
        }
    }

    private struct Misunderstood: Error { let message: String }

    private mutating func execute(_ command: Command, _ argument: String) throws(Misunderstood) -> [Effect] {
        switch command.id {
        case .room: return openRoom(try room(named: argument))
        case .topUp where !argument.isEmpty:
            let words = argument.split(separator: " ").map(String.init)
            let room = try room(named: words[0])
            if words.count > 1, Money(yuan: words[1]) == nil {
                throw Misunderstood(message: phrase("\"\(words[1])\" is no amount in yuan"))
            }
            return openTopUp(room, amount: words.count > 1 ? words[1] : "")
        case .explain where !argument.isEmpty:
            let words = argument.split(separator: " ").map(String.init)
            let figure = words.count > 1 ? try figure(named: words[1]) : nil
            overlay = nil
            return explain(.room(try room(named: words[0]), order: nil), figure: figure)
        case .theme:
            if argument.isEmpty { throw Misunderstood(message: phrase("theme which? such as theme mono")) }
            return [.theme(argument)]
        case .language:
            if argument.isEmpty { throw Misunderstood(message: phrase("language which? such as language zh")) }
            return [.language(argument)]
        case .sort where !argument.isEmpty:
            guard let column = RoomColumn(rawValue: argument) else {
                throw Misunderstood(message: phrase("sort by one of ") + RoomColumn.allCases.map(\.rawValue).joined(separator: " "))
            }
            visits.go(to: .rooms)
            rooms.sort(by: column, desk.shown, now: desk.now)
            return []
        case .loadRoster where !argument.isEmpty: return readRoster(argument)
        case .filter:
            let isList = FilterVocabulary.of(screen) != nil
            let filter = try read(argument, for: isList ? screen : .rooms)
            if !isList { visits.go(to: .rooms) }
            show(filter, on: screen)
            return []
        case .markMatching where !argument.isEmpty:
            let filter = try read(argument, for: .rooms)
            visits.go(to: .rooms)
            say(phrase("\(mark(matching: filter)) rooms marked by \(argument)"))
            return []
        case .saveFilter:
            guard SavedFilter.isName(argument) else {
                throw Misunderstood(message: phrase("save it as what? letters and digits: save-filter low"))
            }
            guard !filter(of: screen).isEmpty || filters.saved.contains(where: { $0.name == argument }) else {
                throw Misunderstood(message: phrase("there is no filter here to save: \\ makes one"))
            }
            return saveFilter(as: argument)
        default:
            guard command.screens.contains(screen) else { throw Misunderstood(message: phrase("\(command.name) is of another screen")) }
            overlay = nil
            return run(command, nil)
        }
    }

    private func read(_ filter: String, for screen: ScreenKind) throws(Misunderstood) -> Filter {
        do {
            return try readFilter(filter, for: screen)
        } catch {
            throw Misunderstood(message: error.sentence)
        }
    }

    /// A room by its whole name, or by the digits of its door where only one fits.
    private mutating func room(named text: String) throws(Misunderstood) -> RoomID {
        if text.isEmpty { throw Misunderstood(message: phrase("which room? such as 3-418")) }
        if desk.live[RoomID(text)] != nil { return RoomID(text) }
        let found = desk.find(digits: text, near: nil)
        if found.count == 1, let room = found.room { return room }
        throw Misunderstood(
            message: found.count == 0
                ? phrase("there is no room \(text)") : phrase("\(found.count) rooms begin with \(text): type the whole name"))
    }

    private func figure(named text: String) throws(Misunderstood) -> RoomFigure {
        guard let figure = RoomFigure(title: text) else {
            throw Misunderstood(message: phrase("explain one of \(RoomFigure.allCases.map(\.title).joined(separator: " "))"))
        }
        return figure
    }

    private mutating func keep(_ prompt: Prompt, _ message: String) -> [Effect] {
        var prompt = prompt
        (prompt.message, prompt.isWrong) = (message, true)
        overlay = .prompt(prompt)
        return [.bell]
    }
}
