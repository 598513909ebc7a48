import Domain
import Foundation
import Settings
import Simulator

/// The inventory of a simulated campus as the three files that `dormwatt import` takes, as a commissioning engineer would hand them over.
struct InventoryFiles {
    let concentrators: String
    let rooms: String
    let meters: String

    init(_ campus: SimulatedCampus, host: String, ports: [String: Int]) {
        var concentratorLines = ["concentrator,host,port,bus,baud"]
        var roomLines = ["room,building,floor,number,beds"]
        var meterLines = [
            "meter,room,supply,circuit,concentrator,bus,profile,unit,serial,phases,constant,ct,count,bought,remaining,register"
        ]
        for concentrator in campus.concentrators {
            for bus in concentrator.buses {
                concentratorLines.append("\(concentrator.name),\(host),\(ports[concentrator.name] ?? 1),\(bus.number),\(bus.baud)")
                for meter in bus.meters {
                    if case .room(let building, let floor, let room, "main", let beds, _, _, _) = meter.place {
                        let number = room.split(separator: "-").last.map(String.init) ?? room
                        roomLines.append("\(room),\(building),\(floor),\(number),\(beds)")
                    }
                    meterLines.append(Self.line(meter, concentrator: concentrator.name, bus: bus.number))
                }
            }
        }
        concentrators = concentratorLines.joined(separator: "\n") + "\n"
        rooms = roomLines.joined(separator: "\n") + "\n"
        meters = meterLines.joined(separator: "\n") + "\n"
    }

    private static func line(_ meter: SimulatedMeter, concentrator: String, bus: Int) -> String {
        var room = ""
        var circuit = ""
        var supply = ""
        switch meter.place {
        case .room(_, _, let name, let named, _, _, _, _):
            room = name
            circuit = named
        case .supply(let building): supply = "building-\(building)"
        }
        let settings = meter.settings
        let initial = meter.initial
        let keepsCredit = settings.kind == .dorm645
        let baseline =
            keepsCredit
            ? [String(initial.count), amount(initial.totalBought), amount(initial.balance), amount(initial.register)] : ["", "", "", ""]
        let fields = [
            settings.address.description, room, supply, circuit, concentrator, String(bus), settings.kind.rawValue, settings.unit.rawValue,
            settings.serialNumber, String(settings.phases), String(settings.constant), String(settings.ctRatio),
        ]
        return (fields + baseline).joined(separator: ",")
    }

    private static func amount(_ hundredths: Int64) -> String {
        let sign = hundredths < 0 ? "-" : ""
        let digits = String(hundredths.magnitude)
        let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        return sign + padded.dropLast(2) + "." + padded.suffix(2)
    }
}
