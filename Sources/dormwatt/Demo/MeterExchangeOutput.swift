import Domain
import Foundation
import Phrases
import Simulator
import Store

/// The electrician's errand of `dormwatt simulate --exchange`, and the note that comes back from it.
enum MeterExchangeOutput {
    static func run(_ text: String, in folder: CampusFolder) throws {
        let wish = try wish(text)
        let place = FieldPlace(folder)
        guard place.exists else {
            throw CommandFailure(
                .refused, phrase("There is no simulated equipment in \(place.url.path)."), unchanged: phrase("No meter was touched."),
                remedy: phrase("Make some: dormwatt demo."))
        }
        let electrician = Electrician(folder: place.url, clock: try FieldClock.of(folder, speed: nil))
        let end = Date.now.addingTimeInterval(15)
        let result = try electrician.exchange(wish) {
            var pause = timespec(tv_sec: 0, tv_nsec: 50_000_000)
            nanosleep(&pause, nil)
            return Date.now >= end
        }
        guard let result else {
            throw CommandFailure(
                .outOfReach, phrase("The equipment did not answer."), unchanged: phrase("No meter was touched as far as is known."),
                remedy: phrase("Look whether the old meter still answers: dormwatt read \(wish.place)."))
        }
        print(phrase("Meter \(result.oldAddress) is off its bus. Its display showed \(Energy(hundredths: result.finalRegister)) kWh."))
        print(
            phrase(
                "Meter \(result.address), plate \(result.serialNumber), is in its place at \(Energy(hundredths: result.register)) kWh, empty."
            ))
    }

    private static func wish(_ text: String) throws -> ExchangeWish {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let meter = parts.count == 2 ? parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init) : []
        let register = meter.count == 2 ? Decimals.parse(meter[1], decimals: 2, limit: 99_999_999) : meter.count == 1 ? 0 : nil
        guard let register, let address = meter.first, !parts[0].isEmpty else {
            throw CommandFailure(
                .usage, phrase("\"\(text)\" is no exchange; 3-418=900000000418 is."), unchanged: phrase("No meter was touched."))
        }
        return ExchangeWish(id: UUID().uuidString, place: parts[0], address: address, register: register)
    }
}
