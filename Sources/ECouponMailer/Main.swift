import Broker
import Mail
import Mailing
import WorkerRuntime

/// The worker that mails electronic coupons and alarms.
@main
enum Main {
    static func main() {
        WorkerProgram(
            name: "ecoupon-mailer", summary: "mails electronic coupons and the alarms of limits.",
            settings: { configuration in
                var settings = RunLoopSettings.work(on: configuration.topology.ecoupons, configuration)
                settings.otherQueues = [configuration.topology.alarms]
                return settings
            },
            examine: { configuration, connects in
                let settings = try MailSettings(configuration)
                guard connects else { return [] }
                try SMTPClient(settings.server).check()
                return ["the mail server can be used: \(settings.server)"]
            }
        ) { context in
            let settings = try MailSettings(context.configuration)
            return MailHandler(context, settings, transport: try SMTPClient(settings.server))
        }.main()
    }
}
