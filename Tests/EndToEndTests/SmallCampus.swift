// A campus of two rooms whose concentrator does not exist: enough for all that is decided before the wire.
import Foundation

struct SmallCampus {
    let folder: TemporaryFolder
    var path: String { folder.file("campus") }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("concentrators.csv", "concentrator,host,port,bus,baud\nC1,127.0.0.1,1,1,9600\n")
        try folder.write("rooms.csv", "room,building,floor,number,beds\n3-418,3,4,418,4\n3-419,3,4,419,4\n")
        try folder.write(
            "meters.csv",
            """
            meter,room,circuit,concentrator,bus,profile,unit,count,bought,remaining,register
            000000000418,3-418,main,C1,1,dorm645,energy,6,400.00,3.25,1234.56
            000000000419,3-419,main,C1,1,dorm645,energy,2,100.00,20.00,800.00

            """)
        try require(Program.run("init", path, "--name", "Small"))
        for kind in ["concentrators", "rooms", "meters"] {
            try require(Program.run("import", kind, folder.file("\(kind).csv"), "--campus", path))
        }
    }

    func run(_ arguments: String...) throws -> Finished { try start(arguments).finish() }

    func start(_ arguments: [String]) throws -> Running { try Shell.start(Program.path, arguments + ["--campus", path]) }

    func remove() { folder.remove() }

    private func require(_ finished: Finished) throws {
        if finished.status != 0 { throw WaitedInVain(what: finished.output + finished.errors) }
    }
}

extension Finished {
    /// The result as JSON, for commands that were asked for it.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
}
