import Curses
import Domain
import Screens
import Settings
import Terminal

/// What background work tells the console's loop.
enum HostMessage: Sendable {
    /// Something for the screens.
    case event(ConsoleEvent)
    /// Another theme was loaded.
    case theme(Theme)
}

/// The console on the terminal's loop: keys and messages go into the screens, their wishes to the desk worker in the background.
final class ConsoleHost: ConsoleApplication {
    private var console: Console
    private let desk: DeskWorker
    private let clock: CampusClock
    private let drawsASCII: Bool
    private(set) var theme: Theme
    private var nextTick = ContinuousClock.Instant.now
    /// When the keys have rested, unless another one comes before.
    private var restsAt: ContinuousClock.Instant?
    private var hasHeard = false

    init(_ setup: ConsoleSetup, theme: Theme, desk: DeskWorker, clock: CampusClock, drawsASCII: Bool) {
        console = Console(setup)
        self.theme = theme
        self.desk = desk
        self.clock = clock
        self.drawsASCII = drawsASCII
        _ = perform(console.start())
    }

    var wakeAt: ContinuousClock.Instant? { min(nextTick, restsAt ?? nextTick) }

    /// The rooms come from the stores with the first message.
    var isIdle: Bool { hasHeard && desk.isIdle }

    func handle(_ key: Key) -> Reaction {
        restsAt = .now + .milliseconds(250)
        return perform(console.handle(.key(key)))
    }

    func receive(_ message: HostMessage) -> Reaction {
        switch message {
        case .event(let event):
            if case .problem = event { hasHeard = true }
            guard case .campus(let prepared) = event else { return perform(console.handle(event)) }
            if prepared.isWhole { hasHeard = true }
            return perform(console.handle(event)).union(.awaited)
        case .theme(let theme):
            self.theme = theme
            return .repaint
        }
    }

    func wake() -> Reaction {
        var reaction: Reaction = []
        if let at = restsAt, at <= .now {
            restsAt = nil
            reaction.formUnion(perform(console.handle(.rested)))
        }
        guard nextTick <= .now else { return reaction }
        nextTick = .now + .seconds(1)
        return reaction.union(perform(console.handle(.tick(clock.now()))))
    }

    func frame(size: Size) -> Frame { console.frame(glyphs: drawsASCII ? .ascii : theme.glyphs) }

    func finish(_ ending: ConsoleEnding) async {
        _ = perform(console.finish())
        await desk.finish()
    }

    /// What concerns the terminal is done by the loop; everything else waits for a disk or a meter and goes to the background.
    private func perform(_ effects: [Effect]) -> Reaction {
        var reaction: Reaction = .redraw
        for effect in effects {
            switch effect {
            case .flushInput: reaction.insert(.flushInput)
            case .repaint: reaction.insert(.repaint)
            case .suspend: reaction.insert(.suspend)
            case .bell: reaction.insert(.bell)
            case .quit: reaction.insert(.quit)
            case .loadDetail, .explain, .loadOrders, .loadReconciliation, .work, .paper, .subsidy, .refund, .roster, .readNow, .show, .plan,
                .commit, .withdraw, .settle, .reverse, .resident, .theme, .language, .saveFilters, .trace, .grid, .chart:
                desk.want(effect)
            }
        }
        return reaction
    }
}
