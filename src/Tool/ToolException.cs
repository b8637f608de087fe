using System;

namespace Generated.Tool;

/// <summary>A command cannot do what is asked. The message is one line that says what is wrong and what is wanted.</summary>
internal sealed class ToolException(string message, Exception? cause = null) : Exception(message, cause);
