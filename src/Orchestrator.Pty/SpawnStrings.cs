using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Pty;

/// <summary>A null-terminated array of C strings (argv, envp) in native memory.</summary>
internal sealed unsafe class SpawnStrings : IDisposable
{
    private byte* _block;

    /// <exception cref="PtyException">A string holds a NUL, which no program can be given.</exception>
    public SpawnStrings(IReadOnlyCollection<string> strings)
    {
        var pointers = (nuint)((strings.Count + 1) * sizeof(byte*));
        var bytes = pointers;
        foreach (var text in strings)
        {
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                throw new PtyException($"An argument or environment variable holds a NUL character: {text.Replace('\0', '?')}");
            }

            bytes += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        _block = (byte*)NativeMemory.Alloc(bytes);
        var next = _block + pointers;
        var end = _block + bytes;
        var index = 0;
        foreach (var text in strings)
        {
            Array[index++] = next;
            next += Encoding.UTF8.GetBytes(text, new Span<byte>(next, (int)(end - next)));
            *next++ = 0;
        }

        Array[index] = null;
    }

    public byte** Array => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
