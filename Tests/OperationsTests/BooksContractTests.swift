// Protects: the books in memory keep the promises of the books, so that tests above them stand on something.
// How: every body of the contract runs against new books.

import BooksContract
import Testing

struct BooksContractTests {
    @Test(arguments: BooksContract.all)
    func booksInMemoryKeep(_ promise: BooksPromise) throws {
        try promise.check(MemoryBooks())
    }
}
