// Protects the text of a concentrator's host: every way to reach one, the settings of its buses, and words for what can not be read.
// How: tables of texts with what they mean or with the complaint.
import Domain
import Testing

struct EndpointTests {
    private static let ways: [(String, Endpoint)] = [
        ("10.0.1.7", .dial(host: "10.0.1.7", port: 4001)),
        ("gateway.campus?timeout=900", .dial(host: "gateway.campus", port: 4001)),
        ("::1", .dial(host: "::1", port: 4001)),
        ("fe80::1%eth0", .dial(host: "fe80::1%eth0", port: 4001)),
        ("1:2:3:4:5:6:7:8", .dial(host: "1:2:3:4:5:6:7:8", port: 4001)),
        ("::ffff:10.0.1.7", .dial(host: "::ffff:10.0.1.7", port: 4001)),
        ("listen:::", .listen(address: "::", port: 4001, registration: [])),
        ("listen:", .listen(address: "127.0.0.1", port: 4001, registration: [])),
        ("listen:0.0.0.0", .listen(address: "0.0.0.0", port: 4001, registration: [])),
        ("listen:?id=GW-17", .listen(address: "127.0.0.1", port: 4001, registration: Array("GW-17".utf8))),
        ("listen:::1?rest=5&id=0x00FfA0", .listen(address: "::1", port: 4001, registration: [0x00, 0xFF, 0xA0])),
        ("serial:/dev/ttyUSB0", .device(path: "/dev/ttyUSB0")),
        ("serial:/dev/serial/by-id/usb-x?parity=none&gap=40", .device(path: "/dev/serial/by-id/usb-x")),
    ]

    @Test(arguments: ways)
    func theWayIsRead(_ text: String, _ endpoint: Endpoint) throws {
        #expect(try EndpointText(host: text, port: 4001).endpoint == endpoint)
    }

    private static func neither(_ text: String) -> String {
        "\"\(text)\" is neither a name nor an address; other ways begin with listen: or serial:"
    }

    private static func noAddress(_ text: String) -> String {
        "\"\(text)\" is no address; behind listen: stands one of this machine, like 10.0.1.2, or 0.0.0.0 for all, or nothing for 127.0.0.1"
    }

    private static let problems: [(String, String)] = [
        ("", "the host is missing"),
        ("?timeout=900", "the host is missing"),
        ("serial:ttyUSB0", "a serial device is named by its path, like serial:/dev/ttyUSB0"),
        ("serial:/dev/ttyS1?parity=mark", "parity is even, odd or none"),
        ("serial:/dev/ttyS1?id=GW", "\"id\" is no setting of such a line; known are preamble, timeout, gap, rest, parity"),
        ("10.0.1.7?parity=even", "\"parity\" is no setting of such a line; known are preamble, timeout, gap, rest"),
        ("10.0.1.7?", "\"\" is no setting of such a line; known are preamble, timeout, gap, rest"),
        ("10.0.1.7?preamble=17", "preamble is a whole number from 0 to 16, not \"17\""),
        ("10.0.1.7?timeout", "timeout is a whole number from 20 to 60000, not \"\""),
        ("10.0.1.7?gap/0=20", "\"0\" is no number of a bus"),
        ("10.0.1.7?gap/two=20", "\"two\" is no number of a bus"),
        ("listen:?id=", "id has 1 to 64 bytes: what the device says when it has dialled in"),
        ("listen:?id=0xABC", "id=0xABC is not made of pairs of hexadecimal digits"),
        ("listen:?id=0xGG", "id=0xGG is not made of pairs of hexadecimal digits"),
        ("listen:?id=a&id=b", "id stands there twice"),
        ("10.0.0.1:4001", "the port stands in its own column: write 10.0.0.1 as host and 4001 as port"),
        ("[fe80::1]:4001?gap=40", "the port stands in its own column: write fe80::1 as host and 4001 as port"),
        ("tcp://10.0.0.1:4001", neither("tcp://10.0.0.1:4001")),
        ("Serial:/dev/ttyS1", neither("Serial:/dev/ttyS1")),
        ("10.0.0.1:ser2net", neither("10.0.0.1:ser2net")),
        (":4001", neither(":4001")),
        ("listen:localhost", noAddress("localhost")),
        ("listen:10.0.0.1:4001", noAddress("10.0.0.1:4001")),
        ("listen:10.0.0.256", noAddress("10.0.0.256")),
        ("listen:10.0.0", noAddress("10.0.0")),
        ("listen:1::2::3", noAddress("1::2::3")),
        ("listen:fe80::1%eth0?rest=5", noAddress("fe80::1%eth0")),
    ]

    @Test(arguments: problems)
    func whatCanNotBeReadIsToldInWords(_ text: String, _ words: String) {
        #expect(throws: EndpointProblem.self) { try EndpointText(host: text, port: 4001) }
        do throws(EndpointProblem) { _ = try EndpointText(host: text, port: 4001) } catch { #expect(error.text == words) }
    }

    @Test func aBusHasItsOwnSettingsBeforeThoseOfAll() throws {
        let text = try EndpointText(host: "10.0.1.7?timeout=900&timeout/2=1500&preamble/2=0&gap=40&rest=25", port: 1)
        var all = BusSettings()
        (all.timeout, all.gap, all.rest) = (900, 40, 25)
        #expect(text.settings(ofBus: 1) == all)
        var second = all
        (second.timeout, second.preamble) = (1_500, 0)
        #expect(text.settings(ofBus: 2) == second)
        #expect(text.parity == .even)
        #expect(try EndpointText(host: "serial:/dev/ttyS1?parity=odd", port: 1).parity == .odd)
        #expect(try EndpointText(host: "plain", port: 1).settings(ofBus: 1) == BusSettings())
    }
}
