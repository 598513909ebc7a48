// Helpers of the simulator's tests: a field and a machine that can be asked inside an expectation, which values that change cannot.
// They add nothing of their own.

@testable import Simulator

/// A field behind a reference.
final class TestField {
    var field: Field

    init(_ field: Field) { self.field = field }

    var states: [MeterState] { field.states }

    func advance(to moment: Milliseconds) { field.advance(to: moment) }

    func sample(_ address: String, at moment: Milliseconds) -> MeterSample? { field.sample(address, at: moment) }
}

/// A machine behind a reference.
final class TestMachine {
    var machine: FieldMachine

    init(_ machine: FieldMachine) { self.machine = machine }

    var wakeAt: Milliseconds? { machine.wakeAt }

    func open(connection: Int, concentrator: Int) { machine.open(connection: connection, concentrator: concentrator) }

    func close(connection: Int) { machine.close(connection: connection) }

    func receive(_ bytes: [UInt8], connection: Int, now: Milliseconds) -> FieldStep {
        machine.receive(bytes, connection: connection, now: now)
    }

    func step(concentrator: Int, now: Milliseconds) -> FieldStep { machine.step(concentrator: concentrator, now: now) }

    func sample(_ address: String, at moment: Milliseconds) -> MeterSample? { machine.sample(address, at: moment) }
}
