internal import Glibc

/// What the system says about the process, under the names that Prometheus's own libraries use.
enum ProcessMetrics {
    static let memory = MetricDescription(
        "process_resident_memory_bytes", .gauge, "Memory of the process that is in RAM.")
    static let descriptors = MetricDescription("process_open_fds", .gauge, "File descriptors that are open.")
    static let maxDescriptors = MetricDescription("process_max_fds", .gauge, "File descriptors that may be open.")
    static let processor = MetricDescription(
        "process_cpu_seconds_total", .counter, scale: .microseconds, "Processor time used, of the system's too.")
    static let start = MetricDescription(
        "process_start_time_seconds", .gauge, scale: .milliseconds, "When the process began, since 1970.")

    static let all = [memory, descriptors, maxDescriptors, processor, start]

    /// Has a registry ask the system each time it is read.
    static func register(in registry: Registry, startedAt wallMilliseconds: Int64) {
        let memory = registry.gauge(memory)
        let descriptors = registry.gauge(descriptors)
        let maxDescriptors = registry.gauge(maxDescriptors)
        let processor = registry.counter(processor)
        registry.gauge(start).set(wallMilliseconds)
        registry.onReading {
            memory.set(residentBytes ?? memory.current)
            descriptors.set(openDescriptors ?? descriptors.current)
            maxDescriptors.set(allowedDescriptors)
            processor.advance(to: Int(clamping: processorMicroseconds))
        }
    }

    /// The second figure of `statm`: pages in RAM.
    static var residentBytes: Int64? {
        guard let text = ProcessEnvironment.readFile("/proc/self/statm") else { return nil }
        let figures = text.split(separator: " ")
        guard figures.count > 1, let pages = Int64(figures[1]) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    static var openDescriptors: Int64? {
        guard let folder = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(folder) }
        var count: Int64 = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // The folder itself and its parent are listed, and reading takes a descriptor.
        return count - 3
    }

    static var allowedDescriptors: Int64 {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        return Int64(clamping: limit.rlim_cur)
    }

    static var processorMicroseconds: Int64 {
        var usage = rusage()
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        let seconds = Int64(usage.ru_utime.tv_sec) + Int64(usage.ru_stime.tv_sec)
        return seconds * 1_000_000 + Int64(usage.ru_utime.tv_usec) + Int64(usage.ru_stime.tv_usec)
    }
}
