import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Tells how the free credit of a month has reached the meters.
struct SubsidyDeliveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Tell how the free credit of a month went into the meters: by their own purse, as plain credit and why, or not yet.",
        discussion: "A run only foresees it: by which purse an order goes is decided by what its meter says before the first sending.")

    @Argument(help: "The month, for example 2026-11; this month where it is left out.", transform: Arguments.month) var month: Month?
    @Flag(help: "List every room.") var all = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func run() throws {
        let session = try campus.open()
        let month = month ?? Month(of: Day(of: session.clock.now(), at: session.rules.offset))
        let orders = try session.books.grantOrders(for: month)
        if json { return try JSONOutput.print(orders.map(GrantOrderOutput.init)) }
        print(SubsidyReport.text(orders, of: month, all: all))
    }
}
