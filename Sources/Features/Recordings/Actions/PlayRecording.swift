package import Access
internal import Database
internal import Kernel
package import Telephony
internal import Vault
package import Web

/// Plays a call's recording, part by part, as a player asks; each play is recorded. C4.4.
package struct PlayRecording: Endpoint {
    package static let route = Route(.get, "/calls/{id}/recording/audio")
    package static let permission = Permission.playRecordings

    package func answer(_ input: IDInput<PlacedCall>, _ context: Context) throws -> MediaPart {
        let recording = try RecordingStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        guard recording.isPlayable, let path = recording.path else {
            throw RecordingRefusal.nothingToHear
        }
        let file = try open("\(RecordingKeeper.folder(context.environment))/\(path)", context)
        let asked = MediaPart.Asked(context.range, of: file.length)
        // A seek is no new play.
        if asked.isBeginning { context.recordView(.recording, recording.call.rawValue) }
        return try MediaPart(asked, of: file.length, contentType: "audio/ogg") { range in
            do throws(SealedFileError) {
                return try file.read(range)
            } catch {
                context.environment.report("recording \(recording.call): \(error)")
                throw RecordingRefusal.altered
            }
        }
    }

    private func open(_ path: String, _ context: Context) throws -> SealedFile {
        do throws(SealedFileError) {
            return try SealedFile(path, context.environment.vault)
        } catch {
            context.environment.report("\(path) cannot be read: \(error)")
            throw RecordingRefusal.altered
        }
    }
}
