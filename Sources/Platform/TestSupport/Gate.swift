internal import Glibc

/// Holds a test until another thread opens it. The semaphore guards itself.
package final class Gate: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    /// A closed gate.
    package init() {
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Lets one waiting thread through.
    package func open() {
        sem_post(semaphore)
    }

    /// Waits until it is opened.
    package func wait() {
        while sem_wait(semaphore) != 0 {}
    }
}
