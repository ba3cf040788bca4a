using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace AnoGan.Server;

/// <summary>What is counted of the requests under /v1, as the text format of Prometheus has it.</summary>
internal sealed class ServerMetrics
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private long _microseconds;

    /// <summary>Counts a request that was answered.</summary>
    public void Add(int status, TimeSpan elapsed)
    {
        _statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        int bucket = Array.FindIndex(Bounds, bound => elapsed.TotalSeconds <= bound);
        Interlocked.Increment(ref _buckets[bucket < 0 ? Bounds.Length : bucket]);
        Interlocked.Add(ref _microseconds, (long)elapsed.TotalMicroseconds);
    }

    /// <summary>All of it as text.</summary>
    /// <param name="receiving">Requests whose body is being received.</param>
    /// <param name="queue">Requests that wait or are scored now.</param>
    /// <param name="isReady">Whether pictures are scored.</param>
    public string ToText(int receiving, int queue, bool isReady)
    {
        var text = new StringBuilder();
        Head("anogan_requests_total", "counter", "Requests under /v1 by status");
        foreach ((int status, long count) in _statuses.OrderBy(pair => pair.Key))
            Line($"anogan_requests_total{{status=\"{status}\"}}", count);
        Head("anogan_request_duration_seconds", "histogram", "Seconds from the head of a request to its answer");
        long sum = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            string bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line($"anogan_request_duration_seconds_bucket{{le=\"{bound}\"}}", sum += Interlocked.Read(ref _buckets[i]));
        }

        Line("anogan_request_duration_seconds_sum", Interlocked.Read(ref _microseconds) / 1e6);
        Line("anogan_request_duration_seconds_count", sum);
        Head("anogan_receiving", "gauge", "Requests whose body is being received");
        Line("anogan_receiving", receiving);
        Head("anogan_queue_length", "gauge", "Requests that wait or are scored now");
        Line("anogan_queue_length", queue);
        Head("anogan_ready", "gauge", "1 once the models are loaded");
        Line("anogan_ready", isReady ? 1 : 0);
        Head("process_resident_memory_bytes", "gauge", "Memory of the process");
        Line("process_resident_memory_bytes", Environment.WorkingSet);
        return text.ToString();

        void Head(string name, string type, string help) =>
            text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
                .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

        void Line(string name, double value) =>
            text.Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
