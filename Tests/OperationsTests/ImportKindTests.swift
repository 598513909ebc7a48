// Protects which kind a file is taken for when it is loaded by its name alone.
// How: first lines as people and spreadsheets write them, by table.
import Operations
import Testing

struct ImportKindTests {
    static let files: [(String, ImportKind)] = [
        ("number,name,room\n", .residents), ("\u{FEFF}Number , NAME,room,class,cohort\r\nS1,Li,3-418,EE,2027\r\n", .residents),
        ("room,building,floor,number,beds\n", .inventory(.rooms)), ("beds,number,floor,building,room,open\r\n", .inventory(.rooms)),
        ("\"room\",\"building\",\"floor\",\"number\"\n", .inventory(.rooms)),
        ("meter,room,circuit,concentrator,bus,profile,count\n", .inventory(.meters)), ("meter,room,supply\n", .inventory(.meters)),
        ("concentrator,host,port,bus,baud\n", .inventory(.concentrators)), ("concentrator,host\n", .inventory(.concentrators)),
        ("", .residents), ("\n\n", .residents), ("学号,姓名\n", .residents), ("a,\"b\n", .residents),
    ]

    @Test(arguments: files)
    func aFileIsKnownByItsFirstLine(_ text: String, _ kind: ImportKind) {
        #expect(ImportKind(firstLineOf: Array(text.utf8)) == kind)
    }
}
